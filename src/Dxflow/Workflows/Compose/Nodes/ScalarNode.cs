using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Nodes;

/// <summary>
/// A scalar as YAML 1.2's core schema sees it: a plain one may be null, a bool or a number, any other style is text.
/// <see cref="Text"/> is always the text, with <c>${}</c> and <c>{{ }}</c> untouched.
/// </summary>
internal sealed class ScalarNode(
    Place at, string text, ScalarStyle style = ScalarStyle.Plain, string? tag = null, (SourceText Text, int Start) source = default)
    : Node(at, tag)
{
    // Where the last offset that was asked for was found: most questions go forward.
    private int _knownOffset;
    private int _knownIndex = -1;

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

    /// <summary>Where the character at an offset of <see cref="Text"/> stands in the file, through quotes, escapes and folds.</summary>
    public Place PlaceAt(int offset)
    {
        if (source.Text is not { } file)
        {
            return At;
        }

        if (_knownIndex < 0 || offset < _knownOffset)
        {
            (_knownOffset, _knownIndex) = (0, ScalarAlignment.ContentStart(file.Text, source.Start, Style));
        }

        _knownIndex = ScalarAlignment.Advance(file.Text, _knownIndex, Text, _knownOffset, offset, Style);
        _knownOffset = offset;
        return file.PlaceAt(ScalarAlignment.Settle(file.Text, _knownIndex, Text, offset, Style));
    }
}
