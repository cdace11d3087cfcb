using Dxflow.Workflows.Flow.Templates;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning.Symbols;

namespace Dxflow.Workflows.Planning.Building.Calls;

/// <summary>
/// The types of the outputs of documents that call each other, and maybe themselves. What is not known yet has no type, which fits any;
/// it is looked again until nothing changes.
/// </summary>
internal static class OutputTypes
{
    private const int RoundsMax = 100;

    public static void Find(IReadOnlyList<CalledDocument> all)
    {
        foreach (var document in all)
        {
            foreach (var output in document.Flow.Workflow.Outputs)
            {
                document.Outputs[output.Key] = FlowType.Nothing;
            }
        }

        for (var round = 0; round < RoundsMax && all.Count > 1 | all[0].Calls.Count > 0; round++)
        {
            if (!all.Select(Look).ToList().Contains(true))
            {
                break;
            }
        }

        foreach (var document in all.Where(document => document.Body > 0))
        {
            CheckWhole(document);
        }
    }

    // Whether it is another than it was.
    private static bool Look(CalledDocument document)
    {
        var symbols = SymbolBuilder.Build(document.Reading.Spec, document.Flow, document.Enabled, document.Calls);
        var typing = new SymbolTyping(symbols, new SymbolReader(Step: null, Inputs: null));
        var changed = false;
        foreach (var output in document.Flow.Workflow.Outputs)
        {
            var type = TemplateChecker.Check(output.Value.Value, TemplateUse.Value, typing.Of).Type;
            changed |= type != document.Outputs[output.Key];
            document.Outputs[output.Key] = type;
        }

        return changed;
    }

    private static void CheckWhole(CalledDocument document)
    {
        foreach (var output in document.Flow.Workflow.Outputs.Where(output => !IsWhole(document.Outputs[output.Key])))
        {
            document.Reading.Problems.Error(
                output.Value.At, $"the type of the output `{output.Key}` cannot be told from its value",
                "Give it a value that does not come from this document itself: '??' and a value.");
            document.Outputs[output.Key] = FlowType.Json.OrNull;
        }
    }

    private static bool IsWhole(FlowType type) => type.Kind != FlowKind.Nothing && (type.Element is null || IsWhole(type.Element));
}
