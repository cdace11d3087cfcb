using System.Net;
using Dxflow.Operations;
using Dxflow.Platform;
using Dxflow.Runtimes.Containers.Api;
using Xunit;

namespace Dxflow.Tests.Platform;

public sealed class PruningTests
{
    private static readonly PrunedItem[] Unused = [new("a", 10), new("b"), new("c")];
    private readonly List<string> _removed = [];

    [Fact]
    public async Task A_dry_run_says_what_would_go_and_touches_nothing()
    {
        var pruned = await Pruning.RunAsync(Unused, dryRun: true, Remove);
        Assert.Equal((true, 3), (pruned.DryRun, pruned.Items.Count));
        Assert.Empty(_removed);
    }

    [Fact]
    public async Task What_came_into_use_stays_and_is_said()
    {
        var pruned = await Pruning.RunAsync(Unused, dryRun: false, Remove);
        Assert.Equal(["a", "c"], _removed);
        Assert.Equal([null, "in use", null], pruned.Items.Select(static item => item.Kept));
    }

    [Fact]
    public async Task An_engine_that_is_gone_ends_it() => await Assert.ThrowsAsync<Fault>(
        () => Pruning.RunAsync(Unused, dryRun: false, static _ => throw Fault.Unavailable("gone")));

    private Task Remove(string name)
    {
        if (name == "b")
        {
            throw EngineRefusal.ToFault(HttpStatusCode.Conflict, "in use", "DELETE /b");
        }

        _removed.Add(name);
        return Task.CompletedTask;
    }
}
