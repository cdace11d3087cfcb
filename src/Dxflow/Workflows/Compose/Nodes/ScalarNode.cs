using Dxflow.Workflows.Compose.Sources;
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

    // Of a piece: what it was cut from, and where it begins there.
    private (ScalarNode Whole, int Start)? _cut;

    public string Text { get; } = text;

    public ScalarStyle Style { get; } = style;

    /// <summary>The scope of the file it stands in; null: that of the document's own files.</summary>
    public FileScope? Scope => _cut is { } cut ? cut.Whole.Scope : source.Text?.Scope;

    /// <summary>Its text is final: variables have been resolved, and what looks like one is text.</summary>
    public bool IsResolved { get; private init; }

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

    /// <summary>The text from an offset on, as if it stood alone in quotes.</summary>
    public ScalarNode From(int offset) =>
        new(At, Text[offset..], ScalarStyle.DoubleQuoted) { _cut = (this, offset), IsResolved = IsResolved };

    /// <summary>A final text in its place.</summary>
    public ScalarNode Resolved(string final) => new(At, final, ScalarStyle.DoubleQuoted) { _cut = (this, 0), IsResolved = true };

    /// <summary>Where the character at an offset of <see cref="Text"/> stands in the file, through quotes, escapes and folds.</summary>
    public Place PlaceAt(int offset)
    {
        if (_cut is { } cut)
        {
            return IsResolved ? At : cut.Whole.PlaceAt(cut.Start + offset);
        }

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
