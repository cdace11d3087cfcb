using Dxflow.Runtimes;
using Dxflow.Runtimes.Logs;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

public abstract partial class RuntimeConformance
{
    [Fact]
    public async Task Both_streams_are_kept_and_told_apart()
    {
        var spec = Bench.Shell("echo one; echo two >&2; printf three");
        await Bench.RunAsync(spec);
        var lines = await Bench.LogsAsync(spec);
        Assert.Equal(["one", "three"], lines.Where(line => !line.Error).Select(line => line.Text));
        Assert.Equal(["two"], lines.Where(line => line.Error).Select(line => line.Text));
    }

    [Fact]
    public async Task Lines_are_in_order_and_complete()
    {
        var spec = Bench.Shell("seq 1 100000");
        await Bench.RunAsync(spec);
        var numbers = Enumerable.Range(1, 100_000).Select(number => number.ToString());
        Assert.Equal(numbers, (await Bench.LogsAsync(spec)).Select(line => line.Text));
    }

    [Theory]
    [InlineData(0, new string[0])]
    [InlineData(1, new[] { "5" })]
    [InlineData(3, new[] { "3", "4", "5" })]
    [InlineData(100, new[] { "1", "2", "3", "4", "5" })]
    public async Task Tail_gives_the_last_lines(int tail, string[] expected)
    {
        var spec = Bench.Shell("seq 1 5");
        await Bench.RunAsync(spec);
        Assert.Equal(expected, (await Bench.LogsAsync(spec, new LogQuery(Tail: tail))).Select(line => line.Text));
    }

    [Fact]
    public async Task Since_leaves_out_what_is_older()
    {
        var spec = Bench.Shell("echo early; while [ ! -e go ]; do sleep 0.05; done; echo late");
        await Bench.StartAsync(spec);
        await Bench.LineAsync(spec, "early");

        // A runtime tells times by the second; two whole ones lie between the lines.
        await Task.Delay(TimeSpan.FromSeconds(2.2));
        var between = TimeProvider.System.GetUtcNow().AddSeconds(-0.1);
        RuntimeBench.Touch(spec, "go");
        await Bench.FinalAsync(spec);
        Assert.Equal(["late"], (await Bench.LogsAsync(spec, new LogQuery(Since: between))).Select(line => line.Text));
        Assert.Equal(2, (await Bench.LogsAsync(spec, new LogQuery(Since: between.AddHours(-1)))).Count);
        Assert.Empty(await Bench.LogsAsync(spec, new LogQuery(Since: between.AddHours(1))));
    }

    [Fact]
    public async Task Following_gives_lines_as_they_come_and_ends_with_the_task()
    {
        var spec = Bench.Shell("echo first; while [ ! -e go ]; do sleep 0.05; done; echo second; printf unfinished >&2");
        await Bench.StartAsync(spec);
        using var patience = new CancellationTokenSource(RuntimeBench.Patience);
        var lines = new List<string>();
        await foreach (var line in Bench.Runtime.LogsAsync(spec.Ref, new LogQuery(Follow: true), patience.Token))
        {
            lines.Add(line.Text);
            RuntimeBench.Touch(spec, "go");
        }

        Assert.Equal("first", lines[0]);
        Assert.Equal(["second", "unfinished"], lines.Skip(1).Order());
        Assert.True((await Bench.FindAsync(spec)).IsFinal);
    }

    [Fact]
    public async Task Following_goes_on_after_a_restart_of_the_engine()
    {
        var spec = Bench.Shell("echo first; while [ ! -e go ]; do sleep 0.05; done; echo second");
        await Bench.StartAsync(spec);
        await Bench.LineAsync(spec, "first");
        await Bench.RestartAsync();
        await Bench.FindAsync(spec);
        await Bench.LineAsync(spec, "first");
        RuntimeBench.Touch(spec, "go");
        await Bench.LineAsync(spec, "second");
    }

    [Fact]
    public async Task A_very_long_line_is_cut_and_says_how_long_it_is()
    {
        var spec = Bench.Shell("head -c 300000 /dev/zero | tr '\\0' x; echo; echo end");
        await Bench.RunAsync(spec);
        var lines = await Bench.LogsAsync(spec);
        Assert.Equal([new string('x', LogCursor.LineBytesMax), "end"], lines.Select(line => line.Text));
        Assert.Equal([300_000, 0], lines.Select(line => line.Cut));
    }

    [Fact]
    public async Task Binary_output_is_shown_as_harmless_text()
    {
        const string EveryByte = "i=0; while [ $i -lt 256 ]; do printf \"\\\\$(printf %o $i)\"; i=$((i+1)); done";
        var spec = Bench.Shell(EveryByte + "; printf '\\033]52;c;aGk=\\007\\n'");
        await Bench.RunAsync(spec);
        var lines = await Bench.LogsAsync(spec);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.DoesNotContain(line.Text, letter => char.IsControl(letter) && letter != '\t'));
    }

    [Fact]
    public async Task A_task_that_never_started_has_no_lines() => Assert.Empty(await Bench.LogsAsync(Bench.Shell("echo never")));

    [Fact]
    public async Task Logs_outlive_the_task_and_its_being_forgotten()
    {
        var spec = Bench.Shell("echo kept");
        await Bench.RunAsync(spec);
        await Bench.RestartAsync();
        Assert.Equal(["kept"], (await Bench.LogsAsync(spec)).Select(line => line.Text));
    }
}
