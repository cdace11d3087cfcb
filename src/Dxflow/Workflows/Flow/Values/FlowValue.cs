using Dxflow.Artifacts;
namespace Dxflow.Workflows.Flow.Values;

/// <summary>
/// A value of a flow: immutable, compared by content. Derived: null, bool, int (64 bits), float (finite), string, list, map,
/// artifact and secret. In the language's own <c>==</c> an int may equal a float (<see cref="FlowOrder.AreEqual"/>); here it does not.
/// </summary>
internal abstract record FlowValue
{
    public static readonly FlowValue Null = new NullValue();

    public bool IsNull => this is NullValue;

    /// <summary>The word for this value's type in messages.</summary>
    public string TypeName => this switch
    {
        NullValue => "null",
        BoolValue => "bool",
        IntValue => "int",
        FloatValue => "float",
        StringValue => "string",
        ListValue => "list",
        MapValue => "map",
        ArtifactValue { Kind: ArtifactKind.Dir } => "dir",
        ArtifactValue => "file",
        _ => "secret",
    };

    /// <summary>For messages: short, and never a secret.</summary>
    public sealed override string ToString() => FlowText.Show(this);
}

internal sealed record NullValue : FlowValue;

internal sealed record IntValue(long Value) : FlowValue;

internal sealed record FloatValue(double Value) : FlowValue;

internal sealed record StringValue(string Value) : FlowValue;
