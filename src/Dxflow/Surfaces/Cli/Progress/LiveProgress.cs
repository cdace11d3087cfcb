using System.Globalization;
using Dxflow.Foundation.Values;
using Dxflow.Surfaces.Cli.Terminals;

namespace Dxflow.Surfaces.Cli.Progress;

/// <summary>
/// Shows how rows of work go on, on standard error: on a terminal as a table that is redrawn in place, elsewhere as one plain line
/// for each change of state. Rows keep the order of their first appearance; disposing draws the last state and leaves it there.
/// </summary>
internal sealed class LiveProgress : IAsyncDisposable
{
    /// <summary>Steps are rows, slices are not; more than this nobody reads.</summary>
    public const int RowsMax = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly List<ProgressRow> _rows = [];
    private readonly Terminal _terminal;
    private readonly TimeProvider _time;
    private readonly LiveTable? _table;
    private readonly bool _quiet;

    /// <param name="title">What it is about, for the line above the rows on a terminal.</param>
    public LiveProgress(Terminal terminal, GlobalOptions options, TimeProvider time, string title = "")
    {
        (_terminal, _time, _quiet) = (terminal, time, options.Quiet);
        _table = terminal.Facts.ErrorIsTerminal && terminal.Facts.Columns > 0 && !_quiet
            ? new LiveTable(terminal, title, Snapshot, time)
            : null;
    }

    /// <summary>Whether it is drawn on a terminal, so that it is worth while to ask how far things are.</summary>
    public bool IsDrawn => _table is not null;

    /// <summary>A row is new or has changed. Rows above <see cref="RowsMax"/> are only told of in plain lines.</summary>
    public void Update(ProgressRow row)
    {
        var changed = Keep(row);
        if (_table is null && changed && !_quiet)
        {
            _terminal.Error.WriteLine(Plain(row));
        }
    }

    public ValueTask DisposeAsync() => _table?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>How long a row took, or takes so far.</summary>
    public static string Took(ProgressRow row, DateTimeOffset now)
    {
        if (row.Since is not { } since)
        {
            return "";
        }

        // A time that still runs is drawn in tenths: milliseconds would only flicker.
        var took = (row.Until ?? now) - since;
        return row.Until is null && took.TotalSeconds is >= 0 and < 10
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(took.TotalSeconds * 10) / 10:0.0}s")
            : Durations.Short(took);
    }

    private bool Keep(ProgressRow row)
    {
        lock (_lock)
        {
            if (_index.TryGetValue(row.Name, out var at))
            {
                var changed = _rows[at].State != row.State || _rows[at].Note != row.Note;
                _rows[at] = row;
                return changed;
            }

            if (_rows.Count < RowsMax)
            {
                _index.Add(row.Name, _rows.Count);
                _rows.Add(row);
            }

            return true;
        }
    }

    private IReadOnlyList<ProgressRow> Snapshot()
    {
        lock (_lock)
        {
            return [.. _rows];
        }
    }

    private string Plain(ProgressRow row)
    {
        string[] parts =
        [
            VisibleText.Of(row.Name), row.State, row.Until is null ? "" : Took(row, _time.GetUtcNow()), VisibleText.Of(row.Note ?? ""),
        ];
        return string.Join("  ", parts.Where(static part => part.Length > 0));
    }
}
