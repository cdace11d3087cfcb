using Dxflow.Foundation.Processes;
using Xunit;

namespace Dxflow.Tests.Foundation.Processes;

public sealed class ProcessTreeTests
{
    /// <summary>A variable as it was when this process began, which is what the kernel shows.</summary>
    private static readonly string Mark = ProcFile.ReadText("/proc/self/environ")
        .Split('\0')
        .First(entry => entry.StartsWith("PATH=", StringComparison.Ordinal));

    [Fact]
    public void Processes_are_found_by_mark_in_one_pass_for_all_queries()
    {
        var found = ProcessTree.Find(
        [
            new ProcessTree.Query("PATH=of nobody"),
            new ProcessTree.Query(Mark),
            new ProcessTree.Query("ALSO=of nobody"),
        ]);
        Assert.Empty(found[0]);
        Assert.Contains(Environment.ProcessId, found[1]);
        Assert.Empty(found[2]);
    }

    [Fact]
    public void A_mark_of_before_is_as_good()
    {
        var query = new ProcessTree.Query("PATH=of nobody", OldMark: Mark);
        Assert.Contains(Environment.ProcessId, ProcessTree.Find([query])[0]);
        Assert.True(ProcessTree.Signal(Environment.ProcessId, query, 0));
    }

    [Fact]
    public void A_mark_has_to_be_the_whole_value() =>
        Assert.DoesNotContain(Environment.ProcessId, ProcessTree.Find([new ProcessTree.Query(Mark[..^1])])[0]);

    [Fact]
    public void An_excepted_process_is_spared() =>
        Assert.DoesNotContain(Environment.ProcessId, ProcessTree.Find([new ProcessTree.Query(Mark, Except: Environment.ProcessId)])[0]);

    [Fact]
    public void A_process_that_does_not_match_any_more_is_not_signalled()
    {
        Assert.True(ProcessTree.Signal(Environment.ProcessId, new ProcessTree.Query(Mark), 0));
        Assert.False(ProcessTree.Signal(Environment.ProcessId, new ProcessTree.Query("PATH=of nobody"), 0));
        Assert.False(ProcessTree.Signal(int.MaxValue, new ProcessTree.Query(Mark), 0));
    }
}
