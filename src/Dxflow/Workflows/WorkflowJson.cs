using System.Text.Json.Serialization;
using Dxflow.Artifacts;
using Dxflow.Foundation.Values;
using Dxflow.Operations.Contracts;
using Dxflow.Runtimes.Talking;
using Dxflow.Workflows.Adopting;
using Dxflow.Workflows.Exports;
using Dxflow.Workflows.Graphs;
using Dxflow.Workflows.Reusing;

namespace Dxflow.Workflows;

/// <summary>The JSON contract of the noun, generated; no reflection.</summary>
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(ListWork))]
[JsonSerializable(typeof(WorkList))]
[JsonSerializable(typeof(ValidateWorkflow))]
[JsonSerializable(typeof(Validation))]
[JsonSerializable(typeof(PlanWorkflow))]
[JsonSerializable(typeof(WorkflowPlanInfo))]
[JsonSerializable(typeof(CreateWorkflow))]
[JsonSerializable(typeof(WorkflowCreated))]
[JsonSerializable(typeof(ListWorkflows))]
[JsonSerializable(typeof(WorkflowList))]
[JsonSerializable(typeof(ShowWorkflow))]
[JsonSerializable(typeof(WorkflowDetail))]
[JsonSerializable(typeof(StartWorkflow))]
[JsonSerializable(typeof(RunStartedInfo))]
[JsonSerializable(typeof(StopRun))]
[JsonSerializable(typeof(RunsStopped))]
[JsonSerializable(typeof(KillRun))]
[JsonSerializable(typeof(PauseRun))]
[JsonSerializable(typeof(UnpauseRun))]
[JsonSerializable(typeof(RunsPaused))]
[JsonSerializable(typeof(RestartWorkflow))]
[JsonSerializable(typeof(RetryRun))]
[JsonSerializable(typeof(ReusePlanned))]
[JsonSerializable(typeof(ScaleService))]
[JsonSerializable(typeof(ListProjects))]
[JsonSerializable(typeof(ProjectList))]
[JsonSerializable(typeof(AdoptProject))]
[JsonSerializable(typeof(BuildWorkflow))]
[JsonSerializable(typeof(PullWorkflow))]
[JsonSerializable(typeof(WorkflowImage))]
[JsonSerializable(typeof(RemoveWorkflow))]
[JsonSerializable(typeof(Removed))]
[JsonSerializable(typeof(PruneWorkflows))]
[JsonSerializable(typeof(ListRuns))]
[JsonSerializable(typeof(RunList))]
[JsonSerializable(typeof(ListSteps))]
[JsonSerializable(typeof(StepList))]
[JsonSerializable(typeof(ListServices))]
[JsonSerializable(typeof(ServiceList))]
[JsonSerializable(typeof(ReadLogs))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(ReadEvents))]
[JsonSerializable(typeof(RunEventInfo))]
[JsonSerializable(typeof(ReadStats))]
[JsonSerializable(typeof(ReadTop))]
[JsonSerializable(typeof(TaskStatsInfo))]
[JsonSerializable(typeof(TaskStatsList))]
[JsonSerializable(typeof(ExecInStep))]
[JsonSerializable(typeof(ExecInput))]
[JsonSerializable(typeof(ExecOutput))]
[JsonSerializable(typeof(WaitForRun))]
[JsonSerializable(typeof(RunInfo))]
[JsonSerializable(typeof(WhyRun))]
[JsonSerializable(typeof(Why))]
[JsonSerializable(typeof(ReadOutputs))]
[JsonSerializable(typeof(DownloadOutputs))]
[JsonSerializable(typeof(Outputs))]
[JsonSerializable(typeof(ReadGraph))]
[JsonSerializable(typeof(WorkflowGraph))]
[JsonSerializable(typeof(ExportWorkflow))]
[JsonSerializable(typeof(ExportedDocument))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(DurationJson), typeof(WireEnum<ArchiveForm>)])]
internal sealed partial class WorkflowJson : JsonSerializerContext;
