using System.Text;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Progress;
using Dxflow.Surfaces.Cli.Terminals;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Progress;

public sealed class LiveProgressTests
{
    private static readonly DateTimeOffset Noon = Samples.Morning;
    private readonly MemoryStream _error = new();

    [Fact]
    public async Task Without_a_terminal_each_change_of_state_is_a_line()
    {
        await ShowAsync(TerminalFacts.None, new GlobalOptions());
        Assert.Equal("index  running\nindex  succeeded  1m5s  2 files\nalign  failed  exit 1\\n\n", Written());
    }

    [Fact]
    public async Task Quiet_says_nothing()
    {
        await ShowAsync(TerminalFacts.None, new GlobalOptions(Quiet: true));
        Assert.Equal("", Written());
    }

    [Fact]
    public async Task On_a_terminal_the_last_state_stays_there()
    {
        await ShowAsync(new TerminalFacts(true, true, true, 80, true), new GlobalOptions());
        var drawn = Written();
        Assert.Contains("\u001b[", drawn);
        Assert.Contains("succeeded", drawn);
        Assert.Contains("1m5s", drawn);
        Assert.Contains("exit 1\\n", drawn);
    }

    [Fact]
    public async Task Many_rows_are_bounded_and_counted()
    {
        using var terminal = new Terminal(Stream.Null, Stream.Null, _error, new TerminalFacts(true, true, true, 80, false));
        await using (var progress = new LiveProgress(terminal, new GlobalOptions(), new FixedTime(Noon)))
        {
            for (var i = 0; i < LiveProgress.RowsMax + 5; i++)
            {
                progress.Update(new ProgressRow("step" + i, "queued"));
            }

            progress.Update(new ProgressRow("step900", "running", Noon));
        }

        Assert.Contains($"and {LiveProgress.RowsMax - LiveTable.ShownMax} more", Written());
        Assert.Contains("step900", Written());
    }

    [Fact]
    public async Task On_a_terminal_the_first_line_counts_and_each_row_has_a_mark()
    {
        await ShowAsync(new TerminalFacts(true, true, true, 80, false), new GlobalOptions());
        var drawn = Written();
        Assert.Contains("w/1  1 of 2 done, 0.0s", drawn);
        Assert.Contains("✓ index", drawn);
        Assert.Contains("✗ align", drawn);
    }

    [Theory]
    [InlineData(0.065, true, "65ms")]
    [InlineData(0.065, false, "0.0s")]
    [InlineData(1.27, true, "1.2s")]
    [InlineData(1.27, false, "1.2s")]
    [InlineData(65.9, true, "1m5s")]
    [InlineData(65.9, false, "1m5s")]
    [InlineData(-1, true, "0s")]
    public void A_time_is_as_exact_as_a_person_cares(double seconds, bool ended, string expected)
    {
        var now = Noon + TimeSpan.FromSeconds(seconds);
        Assert.Equal(expected, LiveProgress.Took(new ProgressRow("a", "s", Noon, ended ? now : null), now));
    }

    private async Task ShowAsync(TerminalFacts facts, GlobalOptions options)
    {
        using var terminal = new Terminal(Stream.Null, Stream.Null, _error, facts);
        await using var progress = new LiveProgress(terminal, options, new FixedTime(Noon), "w/1");
        progress.Update(new ProgressRow("index", "running", Noon));
        progress.Update(new ProgressRow("index", "running", Noon));
        progress.Update(new ProgressRow("index", "succeeded", Noon, Noon + TimeSpan.FromSeconds(65), "2 files"));
        progress.Update(new ProgressRow("align", "failed", Note: "exit 1\n"));
    }

    private string Written() => Encoding.UTF8.GetString(_error.ToArray());
}
