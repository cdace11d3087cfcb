using Dxflow.Foundation.Values;
using Dxflow.Surfaces.Cli.Output;
using Dxflow.Surfaces.Cli.Terminals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Dxflow.Surfaces.Cli.Progress;

/// <summary>
/// The drawing on a terminal, the one place that loads Spectre.Console: a line for the whole, and one for each row with a mark for its
/// state. Redraws ten times a second, since times run; shows at most <see cref="ShownMax"/> rows, those that are at work first, and
/// counts the others.
/// </summary>
internal sealed class LiveTable : IAsyncDisposable
{
    public const int ShownMax = 20;
    private const string Turning = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);

    private readonly Func<IReadOnlyList<ProgressRow>> _rows;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _since;
    private readonly string _title;
    private readonly int _columns;
    private readonly CancellationTokenSource _done = new();
    private readonly Task _drawing;
    private int _turn;

    public LiveTable(Terminal terminal, string title, Func<IReadOnlyList<ProgressRow>> rows, TimeProvider time)
    {
        (_title, _rows, _time, _since, _columns) = (title, rows, time, time.GetUtcNow(), terminal.Facts.Columns);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = terminal.Facts.Colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(terminal.Error),
        });
        console.Profile.Width = _columns;
        _drawing = DrawAsync(console);
    }

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _drawing;
        _done.Dispose();
    }

    private async Task DrawAsync(IAnsiConsole console) =>
        // Cropping to a height that is not known (no terminal behind TERM=dumb) fails; the rows are bounded already.
        await console.Live(Drawn()).AutoClear(false).Overflow(VerticalOverflow.Visible).StartAsync(async live =>
        {
            while (!_done.IsCancellationRequested)
            {
                await Task.Delay(Redraw, _time, _done.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _turn++;
                live.UpdateTarget(Drawn());
            }
        });

    private IRenderable Drawn()
    {
        var rows = _rows();
        var now = _time.GetUtcNow();
        var shown = rows.Count <= ShownMax ? rows : [.. rows.Where(IsAtWork).Concat(
            rows.Where(static row => !IsAtWork(row))).Take(ShownMax)];
        var table = new Spectre.Console.Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "", "", "");
        foreach (var column in table.Columns)
        {
            column.NoWrap().PadLeft(0).PadRight(2);
        }

        table.Columns[0].PadLeft(2).PadRight(1);
        foreach (var row in shown)
        {
            var colour = ColourOf(row.State);
            table.AddRow(
                new Text(Mark(row), new Style(colour)), Cell(row.Name, _columns / 3), new Text(Worded(row), new Style(colour)),
                Cell(LiveProgress.Took(row, now), 10), Cell(row.Note ?? "", _columns / 3));
        }

        if (rows.Count > shown.Count)
        {
            table.AddRow(
                new Text(""), Cell($"and {rows.Count - shown.Count} more", _columns), new Text(""), new Text(""), new Text(""));
        }

        return new Rows(new Text(TextWidth.Cut(Head(rows, now), Math.Max(_columns, 8)), new Style(decoration: Decoration.Bold)), table);
    }

    private string Head(IReadOnlyList<ProgressRow> rows, DateTimeOffset now)
    {
        var ended = rows.Count(static row => row.Until is not null);
        var working = rows.Count(IsAtWork);
        var took = LiveProgress.Took(new ProgressRow("", "", _since), now);
        return $"{VisibleText.Of(_title)}  {ended} of {rows.Count} done{(working > 0 ? $", {working} at work" : "")}, {took}".TrimStart();
    }

    private string Mark(ProgressRow row) => row.State switch
    {
        "succeeded" or "reused" or "healthy" or "stopped" => "✓",
        "failed" or "cancelled" or "lost" or "unhealthy" => "✗",
        _ when IsAtWork(row) => Turning[_turn % Turning.Length].ToString(),
        _ => "·",
    };

    private static string Worded(ProgressRow row) =>
        row.Done is { } done && IsAtWork(row) ? $"{row.State} {VisibleText.Of(done)}" : row.State;

    private static bool IsAtWork(ProgressRow row) => row is { Since: not null, Until: null };

    private static Text Cell(string text, int columns) => new(TextWidth.Cut(VisibleText.Of(text), Math.Max(columns, 8)));

    private static Color ColourOf(string state) => state switch
    {
        "succeeded" or "reused" or "healthy" or "stopped" => Color.Green,
        "failed" or "cancelled" or "lost" or "unhealthy" => Color.Red,
        "running" or "starting" or "finishing" or "retrying" or "stopping" or "pulling" or "building" => Color.Yellow,
        _ => Color.Grey,
    };
}
