using Dxflow.Operations;
using Dxflow.Runtimes.Talking;
using Dxflow.Workflows.Adopting;
using Dxflow.Workflows.Documents;
using Dxflow.Workflows.Exports;
using Dxflow.Workflows.Graphs;
using Dxflow.Workflows.Logs;
using Dxflow.Workflows.Reusing;
using Dxflow.Workflows.Runs;
using Dxflow.Workflows.Runs.Images;
using Dxflow.Workflows.Runs.Steering;
using Dxflow.Workflows.Views;
using Dxflow.Workflows.Usage;

namespace Dxflow.Workflows;

/// <summary>The whole public face of workflows and their runs.</summary>
internal static class WorkflowOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Call(
            "workflow.validate", "POST /api/workflows/validate", Permission.Workflow, Effect.Reads,
            "Check a document and show every problem in it.",
            WorkflowJson.Default,
            static (WorkflowDocuments documents, ValidateWorkflow request, Call call) => documents.ValidateAsync(request, call)),
        Operation.Call(
            "workflow.plan", "POST /api/workflows/plan", Permission.Workflow, Effect.Reads,
            "Show what a document would run, without running it.",
            WorkflowJson.Default,
            static (ReusePlanning plans, PlanWorkflow request, Call call) => plans.PlanAsync(request, call)),
        Operation.Call(
            "workflow.create", "POST /api/workflows", Permission.Workflow, Effect.Changes,
            "Keep a document as a workflow.",
            WorkflowJson.Default,
            static (WorkflowDocuments documents, CreateWorkflow request, Call call) => documents.CreateAsync(request, call)),
        Operation.Call(
            "workflow.list", "GET /api/workflows", Permission.Workflow, Effect.Reads,
            "List workflows.",
            WorkflowJson.Default,
            static (WorkflowViews views, ListWorkflows request, Call _) => views.ListAsync(request)),
        Operation.Call(
            "workflow.show", "GET /api/workflows/{name}", Permission.Workflow, Effect.Reads,
            "Show a workflow and one of its runs.",
            WorkflowJson.Default,
            static (WorkflowViews views, ShowWorkflow request, Call _) => views.ShowAsync(request)),
        Operation.Call(
            "workflow.start", "POST /api/workflows/{name}/start", Permission.Workflow, Effect.Changes,
            "Start a run, or single services of the one that is up.",
            WorkflowJson.Default,
            static (ServiceWishes runs, StartWorkflow request, Call call) => runs.StartAsync(request, call)),
        Operation.Call(
            "workflow.stop", "POST /api/workflows/{name}/stop", Permission.Workflow, Effect.Changes,
            "Stop running work: a signal, the grace period, then the end.",
            WorkflowJson.Default,
            static (ServiceWishes runs, StopRun request, Call call) => runs.StopAsync(request, call), relieves: true),
        Operation.Call(
            "workflow.kill", "POST /api/workflows/{name}/kill", Permission.Workflow, Effect.Changes,
            "End running work at once, or send it a signal.",
            WorkflowJson.Default,
            static (ServiceWishes runs, KillRun request, Call call) => runs.KillAsync(request, call), destructive: true, relieves: true),
        Operation.Call(
            "workflow.pause", "POST /api/workflows/{name}/pause", Permission.Workflow, Effect.Changes,
            "Make a run stand still, or single services; nothing new of it starts.",
            WorkflowJson.Default,
            static (RunPausing runs, PauseRun request, Call call) => runs.PauseAsync(request, call)),
        Operation.Call(
            "workflow.unpause", "POST /api/workflows/{name}/unpause", Permission.Workflow, Effect.Changes,
            "Let a paused run go on, or single services.",
            WorkflowJson.Default,
            static (RunPausing runs, UnpauseRun request, Call call) => runs.UnpauseAsync(request, call)),
        Operation.Call(
            "workflow.restart", "POST /api/workflows/{name}/restart", Permission.Workflow, Effect.Changes,
            "Stop what runs and start it anew with the same inputs, or single services.",
            WorkflowJson.Default,
            static (ServiceWishes runs, RestartWorkflow request, Call call) => runs.RestartAsync(request, call)),
        Operation.Call(
            "workflow.retry", "POST /api/workflows/{name}/retry", Permission.Workflow, Effect.Changes,
            "Run again what did not go well, and take over the rest.",
            WorkflowJson.Default,
            static (RunControl runs, RetryRun request, Call call) => runs.RetryAsync(request, call))
            .With("dxflow workflow retry align/3", "dxflow workflow retry align/3 relax-7 --dry-run"),
        Operation.Call(
            "workflow.scale", "POST /api/workflows/{name}/services/{service}/scale", Permission.Workflow, Effect.Changes,
            "Change how many of a service there are; the others go on as they run.",
            WorkflowJson.Default,
            static (RunControl runs, ScaleService request, Call call) => runs.ScaleAsync(request, call)),
        Operation.Stream(
            "workflow.build", "POST /api/workflows/{name}/build", Permission.Workflow, Effect.Changes,
            "Build the images of a workflow's services.",
            WorkflowJson.Default,
            static (WorkflowImages images, BuildWorkflow request, Call call) => images.BuildAsync(request, call))
            .With("dxflow workflow build shop --service web --build-arg VERSION=2"),
        Operation.Stream(
            "workflow.pull", "POST /api/workflows/{name}/pull", Permission.Workflow, Effect.Changes,
            "Fetch the images of a workflow's services.",
            WorkflowJson.Default,
            static (WorkflowImages images, PullWorkflow request, Call call) => images.PullAsync(request, call)),
        Operation.Call(
            "workflow.projects", "GET /api/projects", Permission.Workflow | Permission.Platform, Effect.Reads,
            "List the Compose projects of the machine, whoever started them.",
            WorkflowJson.Default,
            static (ProjectDesk desk, ListProjects request, Call call) => desk.ListAsync(request, call)),
        Operation.Call(
            "workflow.remove", "DELETE /api/workflows/{name}", Permission.Workflow, Effect.Changes,
            "Remove a workflow or a run, with its logs and outputs.",
            WorkflowJson.Default,
            static (WorkflowRemoval removal, RemoveWorkflow request, Call call) => removal.RemoveAsync(request, call),
            destructive: true, relieves: true),
        Operation.Call(
            "workflow.prune", "POST /api/workflows/prune", Permission.Workflow, Effect.Changes,
            "Remove old runs and what nothing refers to any more.",
            WorkflowJson.Default,
            static (WorkflowRemoval removal, PruneWorkflows request, Call call) => removal.PruneAsync(request, call),
            destructive: true, relieves: true),
        Operation.Call(
            "workflow.runs", "GET /api/workflows/{name}/runs", Permission.Workflow, Effect.Reads,
            "List the runs of a workflow.",
            WorkflowJson.Default,
            static (WorkflowViews views, ListRuns request, Call _) => views.RunsAsync(request)),
        Operation.Call(
            "workflow.steps", "GET /api/workflows/{name}/steps", Permission.Workflow, Effect.Reads,
            "List the steps of a run.",
            WorkflowJson.Default,
            static (WorkflowViews views, ListSteps request, Call _) => views.StepsAsync(request)),
        Operation.Call(
            "workflow.services", "GET /api/workflows/{name}/services", Permission.Workflow, Effect.Reads,
            "List the services of a run.",
            WorkflowJson.Default,
            static (WorkflowViews views, ListServices request, Call _) => views.ServicesAsync(request)),
        Operation.Stream(
            "workflow.logs", "GET /api/workflows/{name}/logs", Permission.Workflow, Effect.Reads,
            "Show what steps and services wrote.",
            WorkflowJson.Default,
            static (RunLogs logs, ReadLogs request, Call call) => logs.LogsAsync(request, call))
            .PlacedBy(static (LogLine line) => line.PlaceBehind()),
        Operation.Stream(
            "workflow.events", "GET /api/workflows/{name}/events", Permission.Workflow, Effect.Reads,
            "Show the events of a run.",
            WorkflowJson.Default,
            static (RunEvents events, ReadEvents request, Call call) => events.EventsAsync(request, call)),
        Operation.Call(
            "workflow.stats", "GET /api/workflows/{name}/stats", Permission.Workflow, Effect.Reads,
            "Show what the services of a run use, now or in the last hour.",
            WorkflowJson.Default,
            static (UsageBook usage, ReadStats request, Call call) => usage.StatsAsync(request, call)),
        Operation.Stream(
            "workflow.top", "GET /api/workflows/{name}/top", Permission.Workflow, Effect.Reads,
            "Show what the services of a run use, every two seconds.",
            WorkflowJson.Default,
            static (UsageBook usage, ReadTop request, Call call) => usage.TopAsync(request, call)),
        Operation.Duplex(
            "workflow.exec", "POST /api/workflows/{name}/exec", Permission.Workflow | Permission.Shell, Effect.Changes,
            "Run a program beside a running step or service.",
            WorkflowJson.Default,
            static (RunTasks tasks, ExecInStep request, IAsyncEnumerable<ExecInput> input, Call call) =>
                tasks.ExecAsync(request, input, call)),
        Operation.Call(
            "workflow.wait", "GET /api/workflows/{name}/wait", Permission.Workflow, Effect.Reads,
            "Wait until a run is final.",
            WorkflowJson.Default,
            static (RunEvents events, WaitForRun request, Call call) => events.WaitAsync(request, call)),
        Operation.Call(
            "workflow.why", "GET /api/workflows/{name}/why", Permission.Workflow, Effect.Reads,
            "Say in one screen why a run or a step failed.",
            WorkflowJson.Default,
            static (RunWhy why, WhyRun request, Call call) => why.WhyAsync(request, call)),
        Operation.Call(
            "workflow.outputs", "GET /api/workflows/{name}/outputs", Permission.Workflow, Effect.Reads,
            "Show the outputs of a run.",
            WorkflowJson.Default,
            static (RunOutputs outputs, ReadOutputs request, Call _) => outputs.OutputsAsync(request)),
        Operation.Download(
            "workflow.download", "GET /api/workflows/{name}/outputs/archive", Permission.Workflow, Effect.Reads,
            "Fetch the outputs of a run as one archive: its files, and its values in a file of JSON.",
            WorkflowJson.Default,
            static (RunOutputs outputs, DownloadOutputs request, Call call) => outputs.DownloadAsync(request, call))
            .With("dxflow workflow download align/3 align.zip --archive zip", "dxflow workflow download align | tar x"),
        Operation.Call(
            "workflow.graph", "GET /api/workflows/{name}/graph", Permission.Workflow, Effect.Reads,
            "Draw what waits for what, in a workflow or in a run with its states.",
            WorkflowJson.Default,
            static (WorkflowGraphs graphs, ReadGraph request, Call _) => graphs.GraphAsync(request))
            .With(
                "dxflow workflow graph align", "dxflow workflow graph align/3 --format dot | dot -Tsvg",
                "dxflow workflow graph ./compose.yaml"),
        Operation.Call(
            "workflow.export", "GET /api/workflows/{name}/export", Permission.Workflow, Effect.Reads,
            "Give a workflow or a run as one document, without its secrets.",
            WorkflowJson.Default,
            static (WorkflowExports exports, ExportWorkflow request, Call _) => exports.ExportAsync(request))
            .With("dxflow workflow export align > align.yaml", "dxflow workflow export align/3"),
    ];
}
