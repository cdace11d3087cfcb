using System.Text.Json;
using System.Text.Json.Nodes;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Cli;
using Dxflow.Workflows.Commands;
using Dxflow.Workflows.Compose.Sources;

namespace Dxflow.Workflows;

/// <summary>Terminal behaviour of the workflow noun where the derived table is not enough: documents are read from local files.</summary>
internal static class WorkflowCommands
{
    public static IReadOnlyList<OperationView> Views { get; } =
    [
        new("workflow.validate", ValidateAsync),
        new("workflow.plan", PlanAsync),
        new("workflow.create", CreateAsync),
        new("workflow.start", StartAsync),
        OperationView.For<WhyRun>("workflow.why", WorkflowJson.Default, WhyAsync),
        OperationView.For<ReadLogs>("workflow.logs", WorkflowJson.Default, LogsAsync),
        OperationView.For<ExecInStep>("workflow.exec", WorkflowJson.Default, ExecCommands.RunAsync),
        OperationView.For<WaitForRun>("workflow.wait", WorkflowJson.Default, WaitAsync),
    ];

    /// <summary>Names for completion.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(ClientContext context)
    {
        var list = await context.CallAsync<ListWorkflows, WorkflowList>("workflow.list", new ListWorkflows(Limit: 1000));
        return [.. list.Items.Select(item => item.Name)];
    }

    /// <summary>The request with its document's path replaced by the bundle, and the inputs' paths made absolute.</summary>
    public static T Bundled<T>(JsonElement request, ClientContext context)
        where T : class
    {
        var json = JsonNode.Parse(request.GetRawText())!.AsObject();
        var file = (string)json["document"]!;
        var with = json["with"]?.AsArray().Select(profile => (string)profile!).ToList();
        var (bundle, problems) = DocumentFiles.Read(
            file, context.Terminal.Input, new DocumentChoices(Profiles: with, Name: (string?)json["name"]), (string?)json["runtime"]);
        if (problems.Any(problem => !problem.Warning))
        {
            throw new Fault(new FaultInfo(FaultKind.Invalid, $"{file} is not a document that can be run", Problems: problems));
        }

        json["document"] = JsonSerializer.SerializeToNode(bundle, WorkflowJson.Default.DocumentBundle);
        Absolute(json);
        return RequestReader.Read<T>(WorkflowJson.Default, Element(json));
    }

    private static async Task<int> ValidateAsync(JsonElement request, ClientContext context)
    {
        context.InstantAllowed = true;
        var bundled = Bundled<ValidateWorkflow>(request, context);
        var answer = await context.CallAsync<ValidateWorkflow, Validation>("workflow.validate", bundled);
        if (!answer.Valid)
        {
            throw new Fault(
                new FaultInfo(FaultKind.Invalid, $"{NameOf(request)} is not a document that can be run", Problems: answer.Problems));
        }

        await context.Output.ShowAsync(WorkflowJson.Default.Validation, answer, context.Interrupts.Ended);
        return 0;
    }

    private static async Task<int> PlanAsync(JsonElement request, ClientContext context)
    {
        context.InstantAllowed = true;
        var bundled = Bundled<PlanWorkflow>(request, context);
        var answer = await context.CallAsync<PlanWorkflow, WorkflowPlanInfo>("workflow.plan", bundled);
        await WarnAsync(context, answer.Warnings);
        await context.Output.ShowAsync(WorkflowJson.Default.WorkflowPlanInfo, answer, context.Interrupts.Ended);
        return 0;
    }

    private static async Task<int> CreateAsync(JsonElement request, ClientContext context)
    {
        context.InstantAllowed = true;
        var bundled = Bundled<CreateWorkflow>(request, context);
        var answer = await context.CallAsync<CreateWorkflow, WorkflowCreated>("workflow.create", bundled);
        await WarnAsync(context, answer.Warnings);
        await context.Output.ShowAsync(WorkflowJson.Default.WorkflowCreated, answer, context.Interrupts.Ended);
        return 0;
    }

    private static async Task<int> StartAsync(JsonElement request, ClientContext context)
    {
        var json = JsonNode.Parse(request.GetRawText())!.AsObject();
        Absolute(json);
        var typed = RequestReader.Read<StartWorkflow>(WorkflowJson.Default, Element(json));
        var answer = await context.CallAsync<StartWorkflow, RunStartedInfo>("workflow.start", typed);
        await WarnAsync(context, answer.Warnings);
        await context.Output.ShowAsync(WorkflowJson.Default.RunInfo, answer.Run, context.Interrupts.Ended);
        return 0;
    }

    private static async Task<int> WhyAsync(WhyRun request, ClientContext context)
    {
        context.InstantAllowed = true;
        var why = await context.CallAsync<WhyRun, Why>("workflow.why", request);
        if (context.Output.Form is OutputForm.Table or OutputForm.Wide)
        {
            await context.Output.WriteAsync(WhyText.Of(why, context.Terminal.Facts.Columns), context.Interrupts.Ended);
        }
        else
        {
            await context.Output.ShowAsync(WorkflowJson.Default.Why, why, context.Interrupts.Ended);
        }

        return 0;
    }

    private static async Task<int> LogsAsync(ReadLogs request, ClientContext context)
    {
        context.InstantAllowed = true;
        var plain = context.Output.Form is OutputForm.Table or OutputForm.Wide;
        var prefixed = request.Steps is not [_];
        await foreach (var line in context.StreamAsync<ReadLogs, LogLine>("workflow.logs", request))
        {
            await (plain
                ? context.Output.WriteLineAsync(
                    LogText.Of(line, prefixed, context.Output.Form == OutputForm.Wide), context.Interrupts.Ended)
                : context.Output.ShowItemAsync(WorkflowJson.Default.LogLine, line, context.Interrupts.Ended));
        }

        return 0;
    }

    private static async Task<int> WaitAsync(WaitForRun request, ClientContext context)
    {
        var run = await context.CallAsync<WaitForRun, RunInfo>("workflow.wait", request);
        await context.Output.ShowAsync(WorkflowJson.Default.RunInfo, run, context.Interrupts.Ended);
        return RunCommands.ExitOf(run.State);
    }

    /// <summary>Warnings of a document go to standard error, so that standard output is the answer alone.</summary>
    public static async Task WarnAsync(ClientContext context, IReadOnlyList<Problem> warnings)
    {
        foreach (var warning in warnings)
        {
            await context.Output.NoteAsync(ProblemLine.Of(warning));
        }
    }

    private static JsonElement Element(JsonObject json) => JsonDocument.Parse(json.ToJsonString()).RootElement;

    private static string NameOf(JsonElement request) => request.GetProperty("document").GetString() ?? "the document";

    private static void Absolute(JsonObject json)
    {
        if (json["input"] is JsonObject inputs)
        {
            foreach (var (name, value) in inputs.ToList())
            {
                inputs[name] = DocumentFiles.Inputs(new Dictionary<string, string> { [name] = (string)value! }, StandardInput)![name];
            }
        }
    }

    private static string StandardInput() => throw Fault.Invalid("'@-' is for 'dxflow run' alone", "save it to a file and give '@FILE'");
}
