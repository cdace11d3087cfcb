using System.Text.Json;
using System.Text.Json.Nodes;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Runtimes.Talking;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Output;
using Dxflow.Workflows.Commands;
using Dxflow.Workflows.Compose.Canonical;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Exports;
using Dxflow.Workflows.Graphs;
using Dxflow.Workflows.Reusing;
using Dxflow.Workflows.Runs;

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
        OperationView.For<ListSteps>("workflow.steps", WorkflowJson.Default, ReadingCommands.StepsAsync),
        OperationView.For<WhyRun>("workflow.why", WorkflowJson.Default, ReadingCommands.WhyAsync),
        new("workflow.restart", RestartAsync),
        OperationView.For<RetryRun>("workflow.retry", WorkflowJson.Default, ReuseCommands.RetryAsync),
        OperationView.For<PauseRun>("workflow.pause", WorkflowJson.Default, SteeringCommands.PauseAsync),
        OperationView.For<UnpauseRun>("workflow.unpause", WorkflowJson.Default, SteeringCommands.UnpauseAsync),
        OperationView.For<ReadOutputs>("workflow.outputs", WorkflowJson.Default, ReadingCommands.OutputsAsync),
        OperationView.For<ReadEvents>("workflow.events", WorkflowJson.Default, ReadingCommands.EventsAsync),
        OperationView.For<ReadLogs>("workflow.logs", WorkflowJson.Default, ReadingCommands.LogsAsync),
        OperationView.For<ExecInStep>(
            "workflow.exec",
            WorkflowJson.Default,
            static (request, context) => ExecCommands.RunAsync(
                "workflow.exec",
                request,
                RunTasks.TermsOf(request),
                static (request, terms) => request with { Rows = terms.Rows, Columns = terms.Columns, Term = terms.Term },
                context)),
        OperationView.For<BuildWorkflow>("workflow.build", WorkflowJson.Default, static async (request, context) =>
            await ImageCommands.ShowAsync(
                "workflow.build", request with { Name = await ImageCommands.NameAsync(request.Name, request.Runtime, context) }, context)),
        OperationView.For<PullWorkflow>("workflow.pull", WorkflowJson.Default, static async (request, context) =>
            await ImageCommands.ShowAsync(
                "workflow.pull", request with { Name = await ImageCommands.NameAsync(request.Name, request.Runtime, context) }, context)),
        OperationView.For<ExportWorkflow>("workflow.export", WorkflowJson.Default, ExportCommands.ExportAsync),
        OperationView.For<ReadGraph>("workflow.graph", WorkflowJson.Default, GraphCommands.GraphAsync),
        OperationView.For<WaitForRun>("workflow.wait", WorkflowJson.Default, ReadingCommands.WaitAsync),
    ];

    /// <summary>Names for completion.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(ClientContext context)
    {
        var list = await context.CallAsync<ListWorkflows, WorkflowList>("workflow.list", new ListWorkflows(Limit: 1000));
        return [.. list.Items.Select(item => item.Name)];
    }

    /// <summary>The request with its document's path replaced by the bundle, and the inputs' paths made absolute.</summary>
    private static async Task<(T Request, ComposeReading? Reading)> BundledAsync<T>(JsonElement request, ClientContext context)
        where T : class
    {
        var json = JsonNode.Parse(request.GetRawText())!.AsObject();
        var files = json["document"]?.AsArray().Select(static file => (string)file!).ToList() ?? [];
        var with = json["with"]?.AsArray().Select(profile => (string)profile!).ToList();
        var (bundle, plan, reading) = DocumentCommands.Read(
            files, new DocumentChoices(Profiles: with, Name: (string?)json["name"]), context, (string?)json["runtime"]);
        var inputs = await TakeInputsAsync(json, "input", context);
        await TakeInputsAsync(json, "set", context);
        bundle = await new InputCommands(context).SourcesAsync(bundle, plan, inputs);
        json["document"] = JsonSerializer.SerializeToNode(bundle, WorkflowJson.Default.DocumentBundle);
        return (RequestReader.Read<T>(WorkflowJson.Default, Element(json)), reading);
    }

    private static async Task<int> ValidateAsync(JsonElement request, ClientContext context)
    {
        context.InstantAllowed = true;
        var (bundled, reading) = await BundledAsync<ValidateWorkflow>(request, context);
        var answer = await context.CallAsync<ValidateWorkflow, Validation>("workflow.validate", bundled);
        if (!answer.Valid)
        {
            throw new Fault(
                new FaultInfo(
                    FaultKind.Invalid,
                    $"{bundled.Document.Documents[0].Name} is not a document that can be run",
                    Problems: answer.Problems));
        }

        await WarnAsync(context, answer.Problems);
        if (context.Output.Form == OutputForm.Yaml && reading is not null)
        {
            // The user's own document on the user's own machine: no engine has it from here, so nothing in it is hidden.
            await context.Output.WriteAsync(YamlText.Of(Element(CanonicalModel.Of(reading))), context.Interrupts.Ended);
            return 0;
        }

        await context.Output.ShowAsync(
            WorkflowJson.Default.Validation, context.Output.IsForPeople ? answer with { Problems = [] } : answer, context.Interrupts.Ended);
        return 0;
    }

    private static async Task<int> PlanAsync(JsonElement request, ClientContext context)
    {
        context.InstantAllowed = true;
        var (bundled, _) = await BundledAsync<PlanWorkflow>(request, context);
        var answer = await context.CallAsync<PlanWorkflow, WorkflowPlanInfo>("workflow.plan", bundled);
        return await ReuseCommands.ShowAsync(answer, context);
    }

    private static async Task<int> CreateAsync(JsonElement request, ClientContext context)
    {
        context.InstantAllowed = true;
        var (bundled, _) = await BundledAsync<CreateWorkflow>(request, context);
        var answer = await context.CallAsync<CreateWorkflow, WorkflowCreated>("workflow.create", bundled);
        await WarnAsync(context, answer.Warnings);
        await context.Output.ShowAsync(
            WorkflowJson.Default.WorkflowCreated, context.Output.IsForPeople ? answer with { Warnings = [] } : answer,
            context.Interrupts.Ended);
        return 0;
    }

    private static async Task<int> StartAsync(JsonElement request, ClientContext context)
    {
        var json = JsonNode.Parse(request.GetRawText())!.AsObject();
        await TakeInputsAsync(json, "input", context);
        await TakeInputsAsync(json, "set", context);
        var typed = RequestReader.Read<StartWorkflow>(WorkflowJson.Default, Element(json));
        return await StartedAsync(await context.CallAsync<StartWorkflow, RunStartedInfo>("workflow.start", typed), context);
    }

    private static async Task<int> RestartAsync(JsonElement request, ClientContext context)
    {
        var typed = RequestReader.Read<RestartWorkflow>(WorkflowJson.Default, request);
        return await StartedAsync(await context.CallAsync<RestartWorkflow, RunStartedInfo>("workflow.restart", typed), context);
    }

    /// <summary>People see the run, and on standard error what is amiss; JSON and YAML are the answer as the engine gave it.</summary>
    public static async Task<int> StartedAsync(RunStartedInfo answer, ClientContext context)
    {
        var exit = answer.NotUp is { Count: > 0 } ? 1 : 0;
        if (context.Output.Form is OutputForm.Json or OutputForm.Yaml)
        {
            await context.Output.ShowAsync(WorkflowJson.Default.RunStartedInfo, answer, context.Interrupts.Ended);
            return exit;
        }

        await WarnAsync(context, answer.Warnings);
        if (answer.Planned is { } planned)
        {
            await context.Output.ShowAsync(WorkflowJson.Default.ReusePlanned, new ReusePlanned(planned), context.Interrupts.Ended);
            return exit;
        }

        await context.Output.ShowAsync(WorkflowJson.Default.RunInfo, answer.Run, context.Interrupts.Ended);
        foreach (var lost in answer.NotUp ?? [])
        {
            await context.Output.NoteAsync($"not up: {lost}");
        }

        return exit;
    }

    /// <summary>Warnings of a document go to standard error as people read them; in the other forms they are in the answer.</summary>
    public static async Task WarnAsync(ClientContext context, IReadOnlyList<Problem> warnings)
    {
        foreach (var warning in warnings)
        {
            await context.Output.NoteAsync(FaultText.Of(warning));
        }
    }

    private static JsonElement Element(JsonObject json) => JsonDocument.Parse(json.ToJsonString()).RootElement;

    private static async Task<IReadOnlyDictionary<string, string>?> TakeInputsAsync(
        JsonObject json, string name, ClientContext context)
    {
        var given = json[name]?.AsObject().ToDictionary(static input => input.Key, static input => (string)input.Value!);
        var taken = await new InputCommands(context).InputsAsync(given, StandardInput);
        foreach (var (key, value) in taken ?? new Dictionary<string, string>())
        {
            json[name]![key] = value;
        }

        return taken;
    }

    private static string StandardInput() => throw Fault.Invalid("'@-' is for 'dxflow run' alone", "save it to a file and give '@FILE'");
}
