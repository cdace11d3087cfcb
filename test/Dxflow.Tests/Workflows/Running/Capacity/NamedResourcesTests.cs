using Dxflow.Workflows.Running.Capacity;
using Dxflow.Workflows.Running.Owed;
using Xunit;

namespace Dxflow.Tests.Workflows.Running.Capacity;

/// <summary>What is booked by name: never more than there is, by nobody for ever, and in nobody else's way.</summary>
public sealed class NamedResourcesTests
{
    private static readonly Dictionary<string, int> One = new() { ["license"] = 1 };
    private static readonly Dictionary<string, int> All = new() { ["license"] = 3 };
    private readonly List<Lease> _leased = [];
    private readonly List<Lease> _opened = [];
    private readonly NamedResources _named = new(new Dictionary<string, int> { ["license"] = 3, ["gpu"] = 1 });

    [Fact]
    public void No_more_than_there_are_of_them_open()
    {
        var book = new SlotBook(100, 0, _named);
        Ask(book, "a", 10, One);
        Take(book);
        Assert.Equal((3, 3), (_leased.Count, _opened.Count));
        book.Request("a", new LeaseRequest(LeaseKind.Drop, new LeaseKey(1, 0), 0));
        Take(book);
        Assert.Equal([0, 1, 2, 3], _opened.Select(lease => lease.Key.Slice));
        Assert.Equal([new NamedUse("gpu", 1, 0), new NamedUse("license", 3, 3)], _named.Use());
    }

    [Fact]
    public void Who_waits_for_a_name_is_in_nobody_elses_way()
    {
        var book = new SlotBook(4, 0, _named);
        Ask(book, "a", 1000, All);
        Ask(book, "a", 1, null, first: 5000);
        Ask(book, "b", 3, null);
        Take(book);
        Assert.Equal(["a 0", "a 5000", "b 0", "b 1"], _opened.Select(lease => $"{lease.Run} {lease.Key.Slice}").Order());
    }

    [Fact]
    public void Two_runtimes_share_them_and_one_hears_when_the_other_gives_some_back()
    {
        var (woken, one, other) = (0, new SlotBook(8, 0, _named), new SlotBook(8, 0, _named));
        _named.WhenFreed(() => woken++);
        Ask(one, "a", 2, One);
        Take(one);
        Ask(other, "b", 2, One);
        Take(other);
        Assert.Equal(3, _opened.Count);
        one.Forget("a");
        Assert.Equal(2, woken);
        Take(other);
        Assert.Equal(4, _opened.Count);
    }

    [Fact]
    public void A_large_wish_is_passed_for_a_while_and_then_kept_for()
    {
        var book = new SlotBook(100, 0, _named);
        Ask(book, "small", 2, One);
        Take(book);
        Ask(book, "large", 1, All);
        for (var times = 2; times < 1000 && !_opened.Any(lease => lease.Run == "large"); times++)
        {
            Ask(book, "small", 1, One, first: times);
            Take(book);
            if (_opened.Find(lease => lease.Run == "small") is { Run: not null } oldest)
            {
                _opened.Remove(oldest);
                book.Request("small", new LeaseRequest(LeaseKind.Drop, oldest.Key, 0));
                Take(book);
            }
        }

        Assert.Contains(_opened, lease => lease.Run == "large");
        Assert.InRange(_leased.Count, 3, SlotBook.PassesMax + 5);
    }

    [Fact]
    public void What_was_found_running_has_them_and_a_machine_that_has_less_by_now_gives_what_it_has()
    {
        var book = new SlotBook(8, 0, _named);
        book.Request("a", new LeaseRequest(LeaseKind.Hold, new LeaseKey(0, 0), 0, 1, 0, All));
        Ask(book, "b", 1, One);
        Take(book);
        Assert.Empty(_opened);
        book.Forget("a");
        Ask(book, "c", 1, new Dictionary<string, int> { ["gpu"] = 7, ["gone"] = 1 });
        Take(book);
        Assert.Equal(["b", "c"], _opened.Select(lease => lease.Run).Order());
        book.Forget("b");
        book.Forget("c");
        Assert.All(_named.Use(), use => Assert.Equal(0, use.Booked));
    }

    [Fact]
    public void A_wish_that_is_dropped_while_it_waits_had_nothing()
    {
        var book = new SlotBook(8, 0, _named);
        Ask(book, "a", 5, One);
        Take(book);
        for (var slice = 4; slice >= 0; slice--)
        {
            book.Request("a", new LeaseRequest(LeaseKind.Drop, new LeaseKey(slice, 0), 0));
        }

        Assert.Equal(0, book.Waiting);
        Assert.All(_named.Use(), use => Assert.Equal(0, use.Booked));
    }

    [Fact]
    public void What_a_step_waits_for_is_said()
    {
        var use = new SlotsUse(8, 7.5, 4L << 30, 3L << 30, 1, 1, [new NamedUse("license", 3, 3), new NamedUse("gpu", 1, 0)]);
        Assert.Equal(
            "1 cpus (0.5 of 8 free) and 2GiB memory (1GiB of 4GiB free) and 1 license (0 of 3 free)",
            new QueuedStep("a", "process", new Dxflow.Workflows.Planning.ResourcePlan(1, 2L << 30, Named: One)).Missing(use));
        Assert.Equal("its turn", new QueuedStep("a", "process", new Dxflow.Workflows.Planning.ResourcePlan(0.5, 0)).Missing(use));
    }

    private static void Ask(SlotBook book, string run, int count, IReadOnlyDictionary<string, int>? named, int first = 0)
    {
        for (var slice = first; slice < first + count; slice++)
        {
            book.Request(run, new LeaseRequest(LeaseKind.Ask, new LeaseKey(slice, 0), named is null ? 0 : 1, 1, 0, named));
        }
    }

    private void Take(SlotBook book) => book.Take(_leased, _opened);
}
