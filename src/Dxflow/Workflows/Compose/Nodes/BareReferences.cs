using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Nodes;

/// <summary>
/// An unquoted <c>key: {{ x }}</c> is a map in a map to YAML. This recognises it by its braces, says once what to do, takes the
/// text as if it had been quoted, and keeps the syntax errors quiet that only follow from it.
/// </summary>
internal sealed class BareReferences(SourceText source, Problems problems)
{
    private int _open = -1;
    private Place _last;

    public bool Begins(int index)
    {
        if (string.CompareOrdinal(source.Text, index, "{{", 0, 2) != 0)
        {
            return false;
        }

        _open = index;
        _last = source.PlaceAt(index);
        problems.Error(
            _last,
            "a reference stands without quotes, so YAML reads its braces as maps",
            "Put it in quotes" + Suggest(problems.IsFull ? "" : source.Line(_last.Line)!.Trim()));
        return true;
    }

    public ScalarNode End(int start, int end)
    {
        _open = -1;
        if (end < source.Text.Length && source.Text[end] == '}')
        {
            end++; // The parser marks the end of a map before its brace.
        }

        return new ScalarNode(source.PlaceAt(start), source.Text[start..Math.Min(end, source.Text.Length)], ScalarStyle.DoubleQuoted);
    }

    /// <summary>Whether a syntax error there is only what an unquoted reference before it brought about.</summary>
    public bool Explains(int index) => _open >= 0 || (_last.Line > 0 && source.PlaceAt(index).Line == _last.Line);

    private static string Suggest(string line)
    {
        var at = line.IndexOf(": {{", StringComparison.Ordinal);
        return at > 0 && !line.Contains('"') && !line.Contains('#') && line.Length < 100
            ? $": {line[..(at + 2)]}\"{line[(at + 2)..]}\""
            : ": \"{{ … }}\".";
    }
}
