using System.Text;

namespace Dxflow.Surfaces.Cli.Output;

/// <summary>One column: its heading, and whether its cells end at the right (numbers).</summary>
internal sealed record Column(string Heading, bool Right = false);

/// <summary>
/// Text in columns, two spaces apart. <paramref name="columnsMax"/> is the terminal's width: the widest columns are cut until a line
/// fits, and where none can each row is a block of lines; 0 cuts nothing.
/// </summary>
internal sealed class Table(IReadOnlyList<Column> columns, int columnsMax)
{
    private const int Gap = 2;
    private const int NarrowestMax = 8;
    private readonly List<IReadOnlyList<string>> _rows = [];

    public void Add(IReadOnlyList<string> cells) => _rows.Add(cells);

    public override string ToString()
    {
        var widths = Widths();
        var text = new StringBuilder();
        var hasHeadings = columns.Any(static column => column.Heading.Length > 0);
        if (hasHeadings && columnsMax > 0 && WidthOf(widths) > columnsMax)
        {
            return Stacked();
        }

        if (hasHeadings)
        {
            Line(text, widths, [.. columns.Select(static column => column.Heading.ToUpperInvariant())]);
        }

        foreach (var row in _rows)
        {
            Line(text, widths, row);
        }

        return text.ToString();
    }

    /// <summary>Where the columns cannot stand beside each other, each row is a block of its own.</summary>
    private string Stacked() => string.Join('\n', _rows.Select(row =>
    {
        var block = new Table([new Column(""), new Column("")], columnsMax);
        foreach (var (column, cell) in columns.Zip(row))
        {
            block.Add([column.Heading.ToLowerInvariant(), cell]);
        }

        return block.ToString();
    }));

    private static int WidthOf(int[] widths) => widths.Sum() + (Gap * (widths.Length - 1));

    private int[] Widths()
    {
        var widths = columns.Select(static column => TextWidth.Of(column.Heading)).ToArray();
        foreach (var row in _rows)
        {
            for (var i = 0; i < widths.Length; i++)
            {
                widths[i] = Math.Max(widths[i], TextWidth.Of(row[i]));
            }
        }

        while (columnsMax > 0 && WidthOf(widths) > columnsMax && widths.Max() > NarrowestMax)
        {
            widths[Array.IndexOf(widths, widths.Max())]--;
        }

        return widths;
    }

    private void Line(StringBuilder text, int[] widths, IReadOnlyList<string> cells)
    {
        var begin = text.Length;
        for (var i = 0; i < widths.Length; i++)
        {
            var cell = TextWidth.Cut(cells[i], widths[i]);
            var blanks = widths[i] - TextWidth.Of(cell);
            text.Append(' ', i > 0 ? Gap : 0).Append(
                ' ', columns[i].Right ? blanks : 0).Append(cell).Append(' ', columns[i].Right ? 0 : blanks);
        }

        while (text.Length > begin && text[^1] == ' ')
        {
            text.Length--;
        }

        text.Append('\n');
    }
}
