using Dxflow.Artifacts;
using Dxflow.Workflows.Flow.Evaluation;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Flow.Functions;

/// <summary>
/// The arguments of one call while it runs. The getters fail with a type error only where <c>json</c> hid the type from the checker.
/// </summary>
internal sealed class FunctionCall(FlowFunction function, IReadOnlyList<FlowValue> arguments, Fuel fuel, DirectoryTree? tree)
{
    public int Count => arguments.Count;

    public Fuel Fuel { get; } = fuel;

    public DirectoryTree? Tree { get; } = tree;

    public FlowValue Value(int i) => arguments[i];

    public IReadOnlyList<FlowValue> List(int i) => arguments[i] is ListValue list ? list.Items : throw Wrong(i, "a list");

    public IReadOnlyDictionary<string, FlowValue> Map(int i) => arguments[i] is MapValue map ? map.Items : throw Wrong(i, "a map");

    public long Int(int i) => arguments[i] is IntValue number ? number.Value : throw Wrong(i, "an int");

    public string Text(int i) => arguments[i] is StringValue text ? text.Value : throw Wrong(i, "a string");

    public ArtifactValue Dir(int i) => arguments[i] is ArtifactValue { Kind: ArtifactKind.Dir } dir ? dir : throw Wrong(i, "a dir");

    public FlowException Wrong(int i, string wanted) => arguments[i].IsNull
        ? new FlowException(FlowErrorKind.Null, $"argument {i + 1} of {function.Name} is null, not {wanted}")
        : new FlowException(FlowErrorKind.Type, $"argument {i + 1} of {function.Name} is {arguments[i]}, not {wanted}");

    public FlowException Bad(string message, string? fix = null) => new(FlowErrorKind.Value, $"{function.Name}: {message}", fix);

    /// <summary>A list of which the fuel has been paid.</summary>
    public ListValue Made(IReadOnlyList<FlowValue> items)
    {
        Fuel.Burn(items.Count);
        return new ListValue(items);
    }
}
