using Dxflow.Surfaces.Cli.Output;
using Dxflow.Surfaces.Cli.Terminals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Dxflow.Surfaces.Cli.Progress;

/// <summary>
/// The drawing on a terminal, the one place that loads Spectre.Console. Redraws ten times a second, since times run; shows at most
/// <see cref="ShownMax"/> rows, those that are at work first, and counts the others.
/// </summary>
internal sealed class LiveTable : IAsyncDisposable
{
    public const int ShownMax = 20;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);

    private readonly Func<IReadOnlyList<ProgressRow>> _rows;
    private readonly TimeProvider _time;
    private readonly int _columns;
    private readonly CancellationTokenSource _done = new();
    private readonly Task _drawing;

    public LiveTable(Terminal terminal, Func<IReadOnlyList<ProgressRow>> rows, TimeProvider time)
    {
        (_rows, _time, _columns) = (rows, time, terminal.Facts.Columns);
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
                live.UpdateTarget(Drawn());
            }
        });

    private IRenderable Drawn()
    {
        var rows = _rows();
        var now = _time.GetUtcNow();
        var shown = rows.Count <= ShownMax ? rows : [.. rows.Where(IsAtWork).Concat(
            rows.Where(static row => !IsAtWork(row))).Take(ShownMax)];
        var table = new Spectre.Console.Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "", "");
        foreach (var column in table.Columns)
        {
            column.NoWrap().PadRight(2);
        }

        foreach (var row in shown)
        {
            table.AddRow(
                Cell(row.Name, _columns / 3), State(row.State), Cell(LiveProgress.Took(row, now), 10), Cell(row.Note ?? "", _columns / 3));
        }

        if (rows.Count > shown.Count)
        {
            table.AddRow(Cell($"and {rows.Count - shown.Count} more", _columns), new Text(""), new Text(""), new Text(""));
        }

        return table;
    }

    private static bool IsAtWork(ProgressRow row) => row is { Since: not null, Until: null };

    private static Text Cell(string text, int columns) => new(TextWidth.Cut(Readable.Visible(text), Math.Max(columns, 8)));

    private static Text State(string state) => new(state, new Style(state switch
    {
        "succeeded" or "reused" or "healthy" => Color.Green,
        "failed" or "cancelled" => Color.Red,
        "running" or "starting" or "finishing" => Color.Yellow,
        _ => Color.Default,
    }));
}
