using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Reading;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning.Symbols;

namespace Dxflow.Workflows.Planning.Building.Calls;

/// <summary>What a step gives to the document that it calls, checked against the inputs which that one declares.</summary>
internal sealed class CallBuilder(CalledDocument called, PlanContext context, EdgeCollector edges)
{
    private IReadOnlyList<InputSpec> Declared => called.Flow.Workflow.Inputs;

    /// <summary>The inputs of the called document as a loop sees them, which may carry any of them on.</summary>
    public IReadOnlyList<InputPlan> Inputs => [.. Declared.Select(input => new InputPlan(input.Name, TypeOf(input).ToString()))];

    public IReadOnlyList<OutputPlan> Outputs => [.. called.Flow.Workflow.Outputs.Select(
        output => new OutputPlan(output.Key, called.Outputs[output.Key].ToString(), At: output.Value.At))];

    public CallPlan Build(CallSpec call, SymbolReader outside)
    {
        var reading = new FlowReading(context.Reading);
        var given = new List<InputSpec>();
        foreach (var entry in call.With)
        {
            if (Declared.FirstOrDefault(input => input.Name == entry.Key.Text) is not { } input)
            {
                var near = NearestName.Hint(entry.Key.Text, Declared.Select(one => one.Name));
                context.Problems.Error(
                    entry.Key.At, $"the workflow `{called.Name}` has no input `{entry.Key.Text}`{near}",
                    Declared.Count == 0 ? "It takes no inputs." : $"It takes {string.Join(", ", Declared.Select(one => one.Name))}.");
            }
            else if (InputReader.OfCall(entry, HasDefault(input) ? TypeOf(input).OrNull : TypeOf(input), reading) is { } spec)
            {
                given.Add(spec);
            }
        }

        var names = call.With.Select(entry => entry.Key.Text).ToHashSet(StringComparer.Ordinal);
        var missing = Declared.Where(input => !names.Contains(input.Name) && !HasDefault(input) && !TypeOf(input).Optional)
            .Select(input => $"`{input.Name}` ({TypeOf(input)})").ToList();
        if (missing.Count > 0)
        {
            context.Problems.Error(
                call.Workflow.At, $"the workflow `{called.Name}` needs {string.Join(", ", missing)}", "Write them under `with`.");
        }

        return new CallPlan(called.Body, new StepInputBuilder(outside, context, edges).Build(given));
    }

    private static FlowType TypeOf(InputSpec input) => input.Type ?? FlowType.Json;

    private static bool HasDefault(InputSpec input) => input.Literal is not null || input.Sources is not null;
}
