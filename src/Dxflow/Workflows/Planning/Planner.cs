using Dxflow.Workflows.Compose.Checks;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Reading;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Planning.Building;
using Dxflow.Workflows.Planning.Building.Containers;
using Dxflow.Workflows.Planning.Building.Slices;
using Dxflow.Workflows.Planning.Checks;
using Dxflow.Workflows.Planning.Stored;

namespace Dxflow.Workflows.Planning;

/// <summary>
/// Makes a plan of a document, or tells every problem that stands in its way, into the reading's own collection:
/// <list type="number">
/// <item>which services take part, and what each of them is;</item>
/// <item>each node by itself: types, templates, policies, resources, and what it waits for;</item>
/// <item>all of them together: circles, keys, what the runtime can honour.</item>
/// </list>
/// Pure: it asks no disk and no clock.
/// </summary>
internal static class Planner
{
    public const int Version = 1;

    /// <summary>The plan, or null if there are errors; warnings alone do not stop it.</summary>
    public static RunPlan? Plan(ComposeReading reading, PlanOptions options)
    {
        // 1
        var flow = FlowReader.Read(reading);
        var enabled = ProfileSelection.Select(reading.Spec, [.. options.Services ?? []], reading.Problems);
        var symbols = SymbolBuilder.Build(reading.Spec, flow, enabled);
        var context = new PlanContext(reading.Spec, flow, options, reading.Problems, enabled, symbols);
        if (enabled.Count == 0 && !reading.Problems.HasErrors)
        {
            reading.Problems.Error(default, "no service is enabled", "Add --profile, or remove a service's `profiles`.");
        }

        // 2
        var runtime = RuntimeChoice.OfRun(context);
        var waits = new List<IReadOnlyList<Wait>>(enabled.Count);
        var own = enabled.Select(service => Node(service, runtime, context, waits)).ToList();
        var (nodes, bodies) = context.Bodies.Assemble([.. own.Select(node => Split(node, context))]);
        var plan = new RunPlan(
            Version,
            reading.Spec.Name.Value,
            enabled.Any(service => service.IsStep) ? RunKind.Job : RunKind.Up,
            runtime ?? "",
            reading.Spec.ProjectDirectory,
            nodes,
            WorkflowBuilder.Inputs(context),
            WorkflowBuilder.Outputs(context),
            options.Parallel ?? flow.Workflow.Parallel,
            flow.Workflow.Timeout,
            options.FailFast ?? flow.Workflow.FailFast,
            WorkflowBuilder.OnExit(context),
            Project: ProjectBuilder.Build(own, context, reading.Source.Documents),
            Scale: options.Scale is { Count: > 0 } scale ? scale : null,
            Disabled: Disabled(reading, enabled),
            Bodies: bodies);

        // 3
        CycleCheck.Check(waits, context);
        KeyCheck.Check(context);
        FanCheck.Check(context);
        ReplicaBuilder.Check(context);
        foreach (var (service, node) in enabled.Zip(own).Where(static each => each.Second.Runtime == PlanOptions.Process))
        {
            ProcessSupport.Check(service, node.Replicas, reading.Spec, reading.Problems);
        }

        foreach (var (service, _) in enabled.Zip(own).Where(each => options.IsContainer(each.Second.Runtime)))
        {
            ContainerSupport.Check(service, reading.Problems);
        }

        return reading.Problems.HasErrors ? null : plan with { Secrets = SecretTexts(plan, reading) };
    }

    private static IReadOnlyList<string>? Disabled(ComposeReading reading, IReadOnlyList<ServiceSpec> enabled) =>
        reading.Spec.Services.Select(static service => service.Name).Except(enabled.Select(static service => service.Name)).ToList()
            is { Count: > 0 } disabled ? disabled : null;

    private static IReadOnlyList<string>? SecretTexts(RunPlan plan, ComposeReading reading) =>
        PlanRedaction.SecretsOf(plan, reading.Interpolation.Secrets) is { Count: > 0 } secrets ? secrets : null;

    // A loop's turns are a body of their own.
    private static NodePlan Split(NodePlan node, PlanContext context)
    {
        if (node.Step?.Repeat is null)
        {
            return node;
        }

        var body = context.Bodies.Reserve();
        var (host, turn) = LoopBuilder.Split(node, body);
        context.Bodies.Set(body, new BodyPlan(node.Name, 0, 1, [], []), [turn]);
        return host;
    }

    private static NodePlan Node(ServiceSpec service, string? runtime, PlanContext context, List<IReadOnlyList<Wait>> waits)
    {
        var edges = new EdgeCollector(context);
        WaitBuilder.Add(service, context, edges);
        var node = service.IsStep
            ? new StepBuilder(service, context, edges).Build(runtime)
            : ServiceBuilder.Build(service, context.Symbols.Nodes[service.Name].Kind, runtime, context);
        waits.Add(edges.Waits);
        var containers = context.Options.IsContainer(node.Runtime);
        return node with
        {
            After = edges.Edges,
            Entrypoint = node.Script is not null ? node.Command.Count : service.Entrypoint?.Arguments.Count,
            Container = containers ? ContainerBuilder.Build(service, context) : null,
            Written = containers ? WrittenKeys.Of(service, context.Spec) : null,
        };
    }
}
