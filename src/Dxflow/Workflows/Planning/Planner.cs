using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Checks;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Reading;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Planning.Building;
using Dxflow.Workflows.Planning.Building.Calls;
using Dxflow.Workflows.Planning.Building.Containers;
using Dxflow.Workflows.Planning.Building.Slices;
using Dxflow.Workflows.Planning.Building.Volumes;
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
        var bodies = new BodyList();
        var documents = DocumentSet.Load(reading, flow, enabled, bodies);
        var context = Context(documents[0], options, bodies) with { HasCalledServices = documents.Skip(1).Any(CalledServices.Has) };
        if (enabled.Count == 0 && !reading.Problems.HasErrors)
        {
            reading.Problems.Error(default, "no service is enabled", "Add --profile, or remove a service's `profiles`.");
        }

        // 2 and 3
        var runtime = RuntimeChoice.OfRun(context, [.. documents.SelectMany(
            document => document.Enabled.Where(service => !Calls(service, document.Flow)))]);
        var own = Nodes(context, runtime);
        var built = Built(own, context);
        ReplicaBuilder.Check(context);
        foreach (var document in documents.Skip(1))
        {
            var called = Context(document, options with { Services = null, Scale = null }, bodies) with { Run = context };
            built = [.. built, .. AddBody(called, runtime)];
        }

        BatchSupport.CheckShared(own, context);
        VolumeCheck.Check(built, options);
        var (nodes, all) = bodies.Assemble([.. own.Select(node => Split(node, context))]);
        var beside = BatchSupport.Beside(nodes, context);
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
            Project: ProjectBuilder.Build(built, context, reading.Source.Documents),
            Scale: options.Scale is { Count: > 0 } scale ? scale : null,
            Disabled: Disabled(reading, enabled),
            Bodies: all,
            ServicesHost: beside);
        plan = plan with { SourceVolumes = SourceVolumeBuilder.Of(plan, built, context) };
        return reading.Problems.HasErrors ? null : plan with
        {
            Secrets = PlanRedaction.SecretsOf(plan, documents.SelectMany(document => document.Reading.Interpolation.Secrets))
                is { Count: > 0 } secrets ? secrets : null,
        };
    }

    private static PlanContext Context(CalledDocument document, PlanOptions options, BodyList bodies) => new(
        document, options, SymbolBuilder.Build(document.Reading.Spec, document.Flow, document.Enabled, document.Calls))
    { Bodies = bodies };

    /// <summary>The nodes of one document, each by itself and then all together.</summary>
    private static List<NodePlan> Nodes(PlanContext context, string? runtime)
    {
        var waits = new List<IReadOnlyList<Wait>>(context.Enabled.Count);
        var nodes = context.Enabled.Select(service => Node(service, runtime, context, waits)).ToList();
        CycleCheck.Check(waits, context);
        KeyCheck.Check(context);
        FanCheck.Check(context);
        foreach (var (service, node) in context.Enabled.Zip(nodes).Where(each => !Calls(each.First, context.Flow)))
        {
            if (node.Runtime == PlanOptions.Process)
            {
                ProcessSupport.Check(service, node.Replicas, context.Spec, context.Problems);
            }
            else if (context.Options.IsContainer(node.Runtime))
            {
                ContainerSupport.Check(service, node.Runtime, context.Problems);
            }
            else if (context.Options.IsBatch(node.Runtime))
            {
                BatchSupport.Check(service, node, context);
            }
        }

        return nodes;
    }

    private static bool Calls(ServiceSpec service, FlowSpec flow) => service.IsStep && flow.Steps[service.Name].Call is not null;

    private static List<BuiltNode> Built(IReadOnlyList<NodePlan> nodes, PlanContext context) =>
        [.. context.Enabled.Zip(nodes, (service, node) => new BuiltNode(node, service, context))];

    private static List<BuiltNode> AddBody(PlanContext context, string? runtime)
    {
        var workflow = context.Flow.Workflow;
        var nodes = Nodes(context, RuntimeChoice.OfCalled(context, runtime));
        var directory = context.Reading.Source.ProjectDirectory;
        var plan = new BodyPlan(
            context.Document.Name, 0, 0, WorkflowBuilder.Inputs(context), WorkflowBuilder.Outputs(context), workflow.Parallel,
            workflow.Timeout, workflow.FailFast, WorkflowBuilder.OnExit(context),
            directory == context.Run!.Spec.ProjectDirectory ? null : directory);
        foreach (var (service, node) in context.Enabled.Zip(nodes))
        {
            CalledServices.Check(service, node, context);
        }

        context.Bodies.Set(context.Document.Body, plan, [.. nodes.Select(node => Split(node, context))]);
        return Built(nodes, context);
    }

    private static IReadOnlyList<string>? Disabled(ComposeReading reading, IReadOnlyList<ServiceSpec> enabled) =>
        reading.Spec.Services.Select(static service => service.Name).Except(enabled.Select(static service => service.Name)).ToList()
            is { Count: > 0 } disabled ? disabled : null;

    // A loop's turns are a body of their own.
    private static NodePlan Split(NodePlan node, PlanContext context)
    {
        if (node.Step?.Repeat is null || context.Flow.Steps[node.Name].Call is not null)
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
            : ServiceBuilder.Build(
                service, context.Symbols.Nodes[service.Name].Kind, RuntimeChoice.OfService(service, runtime, context), context);
        waits.Add(edges.Waits);
        if (Calls(service, context.Flow))
        {
            return LoopBuilder.Calling(node, context.Flow.Steps[service.Name].Policy.Timeout.Run) with { After = edges.Edges };
        }

        var containers = context.Options.IsContainer(node.Runtime);
        var inJob = context.Options.RunsInJob(service, node.Runtime) ? service.Container : null;
        return node with
        {
            Pull = inJob?.Image.Pull ?? PullPolicy.Missing,
            Mounts = inJob?.Mounts,
            After = edges.Edges,
            Entrypoint = node.Script is not null ? node.Command.Count : service.Entrypoint?.Arguments.Count,
            Container = containers ? ContainerBuilder.Build(service, context) : null,
            Written = containers ? WrittenKeys.Of(service, context.Spec) : null,
            Volumes = VolumeBuilder.Of(service, node.Runtime, context),
        };
    }
}
