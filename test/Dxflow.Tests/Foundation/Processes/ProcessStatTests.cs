using Dxflow.Foundation.Processes;
using Xunit;

namespace Dxflow.Tests.Foundation.Processes;

public sealed class ProcessStatTests
{
    private const string Rest =
        "S 10 20 30 0 -1 4194304 100 0 0 0 7 5 0 0 20 0 1 0 987654 2654208 400 18446744073709551615 1 1 0 0 0 0 0 0 0";

    [Theory]
    [InlineData("sh")]
    [InlineData("a b")]
    [InlineData("a) S 1 2 3 (b")]
    [InlineData("))) 9 (((")]
    [InlineData("line\nline")]
    public void Fields_are_counted_after_the_last_bracket(string name)
    {
        Assert.True(ProcessStat.TryParse($"42 ({name}) {Rest}\n", out var stat));
        Assert.Equal(new ProcessStat(42, 'S', 10, 30, 12, 987654, 400), stat);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("42 (sh")]
    [InlineData("42 (sh)")]
    [InlineData("42 (sh) S 1 2 3")]
    [InlineData("x (sh) " + Rest)]
    [InlineData("42 (sh) S ten 20 30 0 -1 4194304 100 0 0 0 7 5 0 0 20 0 1 0 987654 2654208 400 1")]
    public void What_is_cut_short_or_odd_is_no_state(string line) => Assert.False(ProcessStat.TryParse(line, out _));

    [Fact]
    public void Every_prefix_of_a_line_is_no_state_or_the_same_start()
    {
        var line = $"42 (sh) {Rest}";
        for (var length = 0; length < line.Length; length++)
        {
            if (ProcessStat.TryParse(line.AsSpan(0, length), out var stat))
            {
                Assert.Equal(987654, stat.StartTicks);
            }
        }
    }

    [Theory]
    [InlineData('Z', true)]
    [InlineData('X', true)]
    [InlineData('R', false)]
    public void A_zombie_has_ended(char state, bool ended) =>
        Assert.Equal(ended, new ProcessStat(1, state, 0, 0, 0, 0, 0).IsEnded);

    [Fact]
    public void This_process_is_there_and_an_impossible_one_is_not()
    {
        Assert.Equal(Environment.ProcessId, ProcessStat.Read(Environment.ProcessId)!.Value.Pid);
        Assert.Null(ProcessStat.Read(int.MaxValue));
    }
}
