using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Planning.Symbols;

/// <summary>
/// Who reads: a step (null for <c>x-workflow.outputs</c>), the types of its own inputs where they may be named, and whether it runs
/// whatever became of the others. <see cref="Each"/> are the types of its elements, null where there is no fan-out;
/// <see cref="Unsliced"/>: what is read decides about slices, or is before them. <see cref="InTurn"/>: it is read in each turn of a loop;
/// <see cref="Turn"/> is what the turn that is over has left, where that may be named.
/// </summary>
internal sealed record SymbolReader(
    string? Step,
    IReadOnlyDictionary<string, FlowType>? Inputs,
    RunIf RunIf = RunIf.AllOk,
    IReadOnlyDictionary<string, FlowType>? Each = null,
    bool Unsliced = false,
    bool InTurn = false,
    IReadOnlyDictionary<string, OutputSymbol>? Turn = null);
