using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Checking;
using Dxflow.Workflows.Flow.Expressions;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning.Building.Slices;
using Dxflow.Workflows.Planning.Building.Calls;
using Dxflow.Workflows.Planning.Symbols;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>A step resolved: its inputs typed, every template checked, and what it waits for gathered on the way.</summary>
internal sealed class StepBuilder(ServiceSpec service, PlanContext context, EdgeCollector edges)
{
    private static readonly string[] Shell = ["/bin/sh", "-eu"];

    private readonly StepSpec _step = context.Flow.Steps[service.Name];

    public NodePlan Build(string? runRuntime)
    {
        var defaults = context.Flow.Workflow.Defaults;
        var runIf = _step.RunIf ?? RunIf.AllOk;
        var fan = new FanBuilder(service.Name, runIf, context, edges).Build(_step.Fan);
        var each = FanBuilder.Types(fan);
        var outside = new SymbolReader(service.Name, Inputs: null, runIf, each, InTurn: _step.Repeat is not null);
        var inputBuilder = new StepInputBuilder(outside, context, edges);
        var own = inputBuilder.Build(_step.Inputs);
        IReadOnlyList<InputPlan> inputs = [.. FanBuilder.Inputs(fan), .. own];
        var types = inputs.DistinctBy(input => input.Name)
            .ToDictionary(input => input.Name, input => FlowTypeText.Parse(input.Type), StringComparer.Ordinal);
        var inside = outside with { Inputs = types };
        inputBuilder.Place(_step.Inputs, own, inside);
        new ConditionCheck(context, edges).Check(_step.When, "`when`", inside with { InTurn = false });
        var arguments = (service.Entrypoint?.Arguments ?? []).Concat(service.Command?.Arguments ?? []).ToList();
        CheckAll(arguments, TemplateUse.Argument, inside);
        CheckAll(service.Environment.Values, TemplateUse.Environment, inside);
        CheckAll(service.Labels.Values, TemplateUse.Text, inside);
        CheckAll(Given(service.WorkingDirectory, _step.Key), TemplateUse.Text, inside);
        CheckAll(_step.Outputs.SelectMany(output => Given(output.File, output.Path, output.Glob)), TemplateUse.Text, inside);
        var call = context.Document.Calls.TryGetValue(service.Name, out var called) ? new CallBuilder(called, context, edges) : null;
        var outputs = call?.Outputs ?? [.. _step.Outputs.Select(Output)];
        var runtime = RuntimeChoice.OfStep(_step.Runtime, runRuntime, context);
        var memoryMax = context.Options.IsHere(runtime ?? "") ? context.Options.Machine.MemoryBytes : GrowPlan.AnyMemoryBytes;
        var node = new NodePlan(
            service.Name,
            NodeKind.Step,
            runtime ?? "",
            service.Image?.Value,
            _step.Script is null ? [.. arguments.Select(argument => argument.Value)]
                : [.. (_step.Interpreter ?? [.. Shell]).Select(Flow.Template.Literal)],
            _step.Script,
            service.Environment.ToDictionary(pair => pair.Key, pair => pair.Value.Value, StringComparer.Ordinal),
            service.WorkingDirectory?.Value,
            [],
            ResourceBuilder.Build(service, NodeKind.Step, _step.Resources, runtime, context),
            StopBuilder.Build(service),
            new StepPlan(
                inputs,
                outputs,
                runIf,
                _step.When?.Value,
                _step.Key?.Value ?? Flow.Template.Literal(service.Name),
                PolicyBuilder.Retry(_step.Policy.Retry, defaults.Retry, memoryMax),
                PolicyBuilder.Exit(_step.Policy.Exit, defaults.Exit),
                PolicyBuilder.Timeout(_step.Policy.Timeout, defaults.Timeout),
                PolicyBuilder.OnFail(_step.Policy, defaults),
                fan,
                _step.Fan.Require?.Value,
                fan is null ? null : _step.Fan.Parallel?.Value,
                fan is not null && FanBuilder.IsOfSlice(_step.When?.Value),
                fan is not null && (_step.Fan.Shuffle?.Value ?? false),
                call?.Build(_step.Call!, outside),
                new LoopBuilder(context, edges).Build(
                    _step.Repeat, call?.Inputs ?? own, outputs, inside, calls: call is not null),
                fan is null ? null : _step.Fan.Group?.Value,
                fan is null ? null : _step.Fan.Pool?.Value,
                call is null && (_step.Policy.Cached ?? defaults.Cached ?? false),
                call is null ? SecretBuilder.Build(service, context.Options.IsContainer(runtime ?? ""), context) : null),
            Labels: service.Labels.Count == 0 ? null
                : service.Labels.ToDictionary(pair => pair.Key, pair => pair.Value.Value, StringComparer.Ordinal),
            HasQueue: !context.Options.IsHere(runtime ?? ""));
        CheckGroup(node);
        PolicyBuilder.CheckGrowth(_step.Policy.Retry, node.Step!, node.Resources, context);
        return node;
    }

    /// <summary>A runtime that queues its tasks elsewhere groups them, but not what is several tasks as it is.</summary>
    private void CheckGroup(NodePlan node)
    {
        if (node.Step!.Fan is null || _step.Fan.Group is not { Value: > 1 } group)
        {
            return;
        }

        if (!node.HasQueue)
        {
            context.Problems.Warn(
                group.At, $"`group` has no effect on `{node.Runtime}`: there each slice begins by itself, without a queue to wait in",
                "Leave it: it changes nothing else, and counts where tasks are queued.");
        }
        else if (node.Resources is not { Nodes: 1, Tasks: 1 })
        {
            context.Problems.Warn(
                group.At, $"`group` has no effect on `{node.Name}`, which asks for several nodes or tasks: each slice is a job of its own",
                "Remove one of the two.");
        }
    }

    private static OutputPlan Output(OutputSpec output) => new(
        output.Name, output.Type.ToString(), output.File?.Value, output.Path?.Value, output.Glob?.Value, output.Default?.Value,
            output.Collect,
        At: output.At);

    private void CheckAll(IEnumerable<Placed<Flow.Template>> templates, TemplateUse use, SymbolReader inside)
    {
        foreach (var (template, at) in templates.Select(template => (template.Value, template.At)).Where(each => each.Value.HasExpressions))
        {
            AddEdges(context.Check(template, use, inside), at);
        }
    }

    private void AddEdges(CheckedTemplate template, Place at)
    {
        foreach (Reference reference in template.References)
        {
            edges.Add(reference, at);
        }
    }

    private static IEnumerable<Placed<Flow.Template>> Given(params Placed<Flow.Template>?[] templates) =>
        templates.OfType<Placed<Flow.Template>>();
}
