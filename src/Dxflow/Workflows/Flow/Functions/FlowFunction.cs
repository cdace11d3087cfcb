using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Functions;

/// <summary>
/// A function of the language: how it is written, how many arguments it takes, its result type from the types of its arguments, and
/// its value from theirs. What passed <see cref="Check"/> without <c>json</c> never fails <see cref="Run"/> by a type.
/// </summary>
internal sealed record FlowFunction(
    string Name, string Usage, int ArgumentsMin, int ArgumentsMax, Func<FunctionCheck, FlowType> Check, Func<FunctionCall, FlowValue> Run)
{
    public const int AnyNumber = 64;
}
