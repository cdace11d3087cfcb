using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Nodes;

internal enum ScalarStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
}

/// <summary>
/// A scalar as YAML 1.2's core schema sees it: a plain one may be null, a bool or a number, any other style is text.
/// <see cref="Text"/> is always the text, with <c>${}</c> and <c>{{ }}</c> untouched.
/// </summary>
internal sealed class ScalarNode(Place at, string text, ScalarStyle style = ScalarStyle.Plain, string? tag = null, SourceText? source = null, int start = 0)
    : Node(at, tag)
{
    public string Text { get; } = text;

    public ScalarStyle Style { get; } = style;

    public bool IsQuoted => Style != ScalarStyle.Plain || Tag == CoreSchema.TextTag;

    public bool IsNull => !IsQuoted && CoreSchema.IsNull(Text);

    public override string Kind => IsNull ? "nothing" : "a text";

    public bool TryGetBool(out bool value)
    {
        value = false;
        return !IsQuoted && CoreSchema.TryGetBool(Text, out value);
    }

    public bool TryGetInt(out long value)
    {
        value = 0;
        return !IsQuoted && CoreSchema.TryGetInt(Text, out value);
    }

    /// <summary>A float or an int, as the core schema writes them (<c>1e3</c>, <c>.5</c>, <c>.inf</c>, <c>.nan</c>).</summary>
    public bool TryGetFloat(out double value)
    {
        value = 0;
        return !IsQuoted && CoreSchema.TryGetFloat(Text, out value);
    }

    /// <summary>Where the character at this offset of <see cref="Text"/> stands in the file, through quotes, escapes and folded lines.</summary>
    public Place PlaceAt(int offset) =>
        source is null ? At : source.PlaceAt(ScalarAlignment.SourceIndex(source.Text, start, Text, offset, Style));
}
