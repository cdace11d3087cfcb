using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Nodes;

/// <summary>
/// The text of one file of a document, under the name the user gave it. It turns an index into line and column
/// (UTF-16 units, from 1); the table of lines is made only when a problem is placed.
/// </summary>
internal sealed class SourceText(string file, string text, FileScope? scope = null)
{
    private int[]? _lineStarts;

    public string File { get; } = file;

    public string Text { get; } = text;

    /// <summary>Null: that of the document's own files.</summary>
    public FileScope? Scope { get; } = scope;

    public Place PlaceAt(int index)
    {
        index = Math.Clamp(index, 0, Text.Length);
        var starts = _lineStarts ??= FindLineStarts(Text);
        var line = Array.BinarySearch(starts, index);
        line = line < 0 ? ~line - 1 : line;
        return new Place(File, line + 1, index - starts[line] + 1);
    }

    /// <summary>One line without its end, or null beyond the last.</summary>
    public string? Line(int number)
    {
        var starts = _lineStarts ??= FindLineStarts(Text);
        if (number < 1 || number > starts.Length)
        {
            return null;
        }

        var end = number < starts.Length ? starts[number] : Text.Length;
        return Text[starts[number - 1]..end].TrimEnd('\r', '\n');
    }

    private static int[] FindLineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }

        return [.. starts];
    }
}
