using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Checking;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning.Symbols;

namespace Dxflow.Workflows.Planning.Building.Slices;

/// <summary>
/// <c>repeat</c> of a step, resolved: its condition, and that what is carried from turn to turn fits the inputs that take it.
/// </summary>
internal sealed class LoopBuilder(PlanContext context, EdgeCollector edges)
{
    public RepeatPlan? Build(
        RepeatSpec? repeat, IReadOnlyList<InputPlan> inputs, IReadOnlyList<OutputPlan> outputs, SymbolReader inside, bool calls)
    {
        if (repeat is null)
        {
            return null;
        }

        var left = outputs.DistinctBy(output => output.Name).ToDictionary(
            output => output.Name,
            output => new OutputSymbol(FlowTypeText.Parse(output.Type), output.Default is not null, output.Collect),
            StringComparer.Ordinal);

        // `carry` names inputs of the document that is called, on both sides.
        var called = calls
            ? inputs.DistinctBy(input => input.Name)
                .ToDictionary(input => input.Name, input => FlowTypeText.Parse(input.Type), StringComparer.Ordinal)
            : null;
        new ConditionCheck(context, edges).Check(repeat.Until, "`until`", inside with { Turn = left });
        foreach (var carry in repeat.Carry)
        {
            CheckCarry(carry, inputs, inside with { Inputs = called ?? inside.Inputs, Turn = left });
        }

        return new RepeatPlan(
            repeat.Max, repeat.Until?.Value, [.. repeat.Carry.Select(carry => new CarryPlan(carry.Input, carry.From.Value, carry.At))],
            repeat.AcceptMax);
    }

    /// <summary>
    /// A loop is two nodes: one that has slices and turns, and the body of a turn, which is the step without them. What the loop waits for,
    /// and whether it runs, is asked before its turns.
    /// </summary>
    public static (NodePlan Host, NodePlan Turn) Split(NodePlan node, int body)
    {
        var step = node.Step!;
        var turn = node with
        {
            After = [],
            Step = step with
            {
                RunIf = RunIf.AllOk,
                OnFail = OnFail.Fail,
                When = null,
                WhenEach = false,
                Fan = null,
                Require = null,
                Parallel = null,
                Shuffle = false,
                Repeat = null,
                Group = null,
                Pool = null,
            },
        };
        return (HostOf(node) with { Step = CallOf(step) with { Call = new CallPlan(body, [], Inline: true) } }, turn);
    }

    /// <summary>A node that itself runs nothing.</summary>
    private static NodePlan HostOf(NodePlan node) => node with
    {
        Image = null,
        Command = [],
        Script = null,
        Environment = new Dictionary<string, Template>(),
        WorkingDirectory = null,
        Resources = new ResourcePlan(0, 0),
        Ports = null,
        Labels = null,
        Container = null,
        Entrypoint = null,
        Written = null,
    };

    /// <summary>A step that calls a document: how long an instance may take is its own; what is tried again is inside.</summary>
    public static NodePlan Calling(NodePlan node, TimeSpan? run) => HostOf(node) with
    {
        Step = node.Step! with { Retry = node.Step.Retry with { Limit = 0 }, Timeout = new TimeoutPlan(null, run) },
    };

    private static StepPlan CallOf(StepPlan step) => step with
    {
        Retry = step.Retry with { Limit = 0 },
        Timeout = new TimeoutPlan(null, null),
    };

    private void CheckCarry(CarrySpec carry, IReadOnlyList<InputPlan> inputs, SymbolReader reader)
    {
        var found = context.Check(carry.From.Value, TemplateUse.Value, reader);
        foreach (var reference in found.References)
        {
            edges.Add(reference, carry.From.At);
        }

        if (inputs.FirstOrDefault(input => input.Name == carry.Input) is not { } input)
        {
            var near = NearestName.Hint(carry.Input, inputs.Select(one => one.Name));
            context.Problems.Error(carry.At, $"`carry` names `{carry.Input}`, which is no input of `{reader.Step}`{near}",
                "Declare it under `inputs`, with its first value.");
        }
        else if (found.Errors.Count == 0)
        {
            CheckFit(carry, found, input);
        }
    }

    private void CheckFit(CarrySpec carry, CheckedTemplate found, InputPlan input)
    {
        var wanted = FlowTypeText.Parse(input.Type);
        if (found.Lone is { } lone)
        {
            foreach (var error in Checker.Fit(lone, wanted, $"the carried input `{input.Name}`").Errors)
            {
                context.Problems.Add(error);
            }
        }
        else if (!FlowTypeRules.Fits(FlowType.String, wanted))
        {
            context.Problems.Error(
                carry.From.At, $"the carried input `{input.Name}` is {wanted.NotNull.Noun}, and this is a text",
                "Write one reference: \"{{ outputs.NAME }}\".");
        }
    }
}
