using Dxflow.Foundation.Files;
using Dxflow.Objects;
using Dxflow.Objects.Commands.Syncing;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Objects.Commands;

public sealed class SyncPlanTests
{
    [Fact]
    public void What_is_missing_or_differs_is_copied_and_the_rest_left_alone()
    {
        var from = Side("d/", "d/new=3", "d/changed=4", "same=5", "alike=6", "empty/");
        var to = Side("d/", "d/changed=9", "same=5", "alike=6", "more=1");
        Assert.Equal(["alike", "same"], SyncPlan.ToCompare(from, to));
        var plan = SyncPlan.Of(from, to, new HashSet<string> { "alike" }, delete: false);
        Assert.Equal("create empty, copy d/changed, copy d/new, copy same", Text(plan));
        Assert.Equal((1L, 0), (plan.Alike, plan.LeftOut.Count));
    }

    [Fact]
    public void What_is_there_only_goes_by_the_upper_names_and_first()
    {
        var plan = SyncPlan.Of(
            Side("a=1", "new=1"), Side("a=1", "b/", "b/c/", "b/c/x=1", "b.txt=1", "link@"), new HashSet<string> { "a" }, delete: true);
        Assert.Equal("remove b, remove b.txt, remove link, copy new", Text(plan));
    }

    [Theory]
    [InlineData("x=1", "x/")]
    [InlineData("x/", "x=1")]
    [InlineData("x=1", "x@")]
    [InlineData("x/", "x@")]
    public void What_is_of_another_kind_is_replaced_only_if_things_may_be_removed(string from, string to)
    {
        var fault = Assert.Throws<Fault>(() => SyncPlan.Of(Side(from), Side(to), new HashSet<string>(), delete: false));
        Assert.Equal(FaultKind.Conflict, fault.Info.Code);
        var plan = SyncPlan.Of(Side(from), Side(to), new HashSet<string>(), delete: true);
        Assert.Equal(from == "x/" ? "remove x, create x" : "remove x, copy x", Text(plan));
    }

    [Fact]
    public void Links_are_left_out_and_told_of_and_hold_nothing_back()
    {
        var plan = SyncPlan.Of(Side("x@", "y=1"), Side(), new HashSet<string>(), delete: true);
        Assert.Equal(("copy y", "x"), (Text(plan), Assert.Single(plan.LeftOut)));

        // What the other side has under the name of a link is not what this side has.
        Assert.Equal("", Text(SyncPlan.Of(Side("x@"), Side("x=1"), new HashSet<string>(), delete: false)));
    }

    [Fact]
    public void All_that_is_in_the_way_is_told_at_once()
    {
        var told = SyncPlan.InTheWay(Side("a=1", "b/", "c/", "d=1", "e@"), Side("a/", "b@", "c/", "d=2", "e=1", "f=1"));
        Assert.Equal(["'a'", "'b'"], told.Select(static one => one.Split(' ')[0]));
    }

    private static string Text(SyncPlan plan) => string.Join(
        ", ", plan.Steps.Select(static step => $"{step.Act.ToString().ToLowerInvariant()} {step.Path}"));

    private static SyncSide Side(params string[] entries)
    {
        var all = new SortedDictionary<string, SyncEntry>(ByteOrder.Comparer);
        foreach (var entry in entries)
        {
            all.Add(entry.TrimEnd('/', '@').Split('=')[0], entry[^1] switch
            {
                '/' => new SyncEntry(ObjectKind.Dir, 0),
                '@' => new SyncEntry(ObjectKind.Link, 0),
                _ => new SyncEntry(ObjectKind.File, entry[^1] - '0'),
            });
        }

        return new SyncSide(all);
    }
}
