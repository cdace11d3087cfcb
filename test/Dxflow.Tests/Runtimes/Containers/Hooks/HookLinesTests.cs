using System.Text;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Hooks;
using Dxflow.Tests.Foundation;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Hooks;

public sealed class HookLinesTests
{
    private readonly List<string> said = [];
    private readonly ManualTime time = new();
    private bool isFull;

    [Fact]
    public async Task Lines_are_whole_and_marked_however_they_come()
    {
        var lines = Of();
        await AddAsync(lines, "one\ntw");
        await AddAsync(lines, "wrong\n", error: true);
        await AddAsync(lines, "o\n\nrest");
        await lines.EndAsync(default);
        Assert.Equal(["out [post_start 1] one", "err [post_start 1] wrong", "out [post_start 1] two", "out [post_start 1] ",
            "out [post_start 1] rest"], said);
    }

    [Fact]
    public async Task A_line_without_an_end_comes_in_pieces()
    {
        var lines = Of();
        for (var piece = 0; piece < 5; piece++)
        {
            await AddAsync(lines, new string('x', HookLines.LineBytesMax / 2));
        }

        await lines.EndAsync(default);
        Assert.Equal(
            [HookLines.LineBytesMax, HookLines.LineBytesMax, HookLines.LineBytesMax / 2],
            said.Select(static line => line.Count(static letter => letter == 'x')));
    }

    [Fact]
    public async Task A_log_that_does_not_keep_up_holds_the_hook_up_for_a_while_and_then_loses_lines()
    {
        var lines = Of();
        isFull = true;
        var adding = AddAsync(lines, "one\ntwo\n");
        Assert.False(adding.IsCompleted);
        while (!adding.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }

        await adding;
        isFull = false;
        await AddAsync(lines, "three\n");
        await lines.EndAsync(default);
        Assert.Equal(["out [post_start 1] three", "err [post_start 1] 2 lines were left out: the log did not keep up"], said);
    }

    private HookLines Of() => new(
        "post_start 1",
        (error, line) =>
        {
            if (!isFull)
            {
                Assert.Equal((byte)'\n', line[^1]);
                said.Add((error ? "err " : "out ") + Encoding.UTF8.GetString(line)[..^1]);
            }

            return !isFull;
        },
        time);

    private static Task AddAsync(HookLines lines, string text, bool error = false) =>
        lines.AddAsync(new FramePiece(error, true, Encoding.UTF8.GetBytes(text)), default);
}
