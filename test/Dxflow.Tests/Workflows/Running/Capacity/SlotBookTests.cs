using Dxflow.Tests.Workflows.Running.Simulation;
using Dxflow.Workflows.Running.Capacity;
using Dxflow.Workflows.Running.Owed;
using Xunit;

namespace Dxflow.Tests.Workflows.Running.Capacity;

public sealed class SlotBookTests
{
    private readonly List<Lease> _leased = [];
    private readonly List<Lease> _opened = [];

    [Fact]
    public void As_much_again_is_leased_ahead_of_free_slots()
    {
        var book = new SlotBook(4, 0);
        Ask(book, "a", 20);
        Take(book);
        Assert.Equal((8, 4), (_leased.Count, _opened.Count));
        Assert.Equal(4, book.CpusBooked);
    }

    [Fact]
    public void A_seen_end_opens_the_next_at_once()
    {
        var book = new SlotBook(1, 0);
        Ask(book, "a", 3);
        Take(book);
        Drop(book, _opened[0]);
        Take(book);
        Assert.Equal([0, 1], _opened.Select(lease => lease.Key.Slice));
        Assert.Equal([0, 1, 2], _leased.Select(lease => lease.Key.Slice));
    }

    [Fact]
    public void Runs_take_turns()
    {
        var book = new SlotBook(2, 0);
        Ask(book, "a", 10);
        Ask(book, "b", 10);
        Take(book);
        Assert.Equal(["a", "b", "a", "b"], _leased.Select(lease => lease.Run));
    }

    [Fact]
    public void What_books_nothing_waits_for_nobody()
    {
        var book = new SlotBook(1, 0);
        Ask(book, "a", 10);
        Take(book);
        book.Request("a", new LeaseRequest(LeaseKind.Ask, new LeaseKey(99, 0), 0));
        Take(book);
        Assert.Equal(99, _opened[^1].Key.Slice);
    }

    [Fact]
    public void A_large_wish_is_passed_for_a_while_and_then_waited_for()
    {
        var book = new SlotBook(4, 0);
        Ask(book, "small", 1);
        Ask(book, "large", 1, cpus: 4);
        Take(book);
        for (var times = 0; times < 1000 && !_opened.Any(lease => lease.Run == "large"); times++)
        {
            Ask(book, "small", 1, first: times + 1);
            Take(book);
            var oldest = _opened.First(lease => lease.Run == "small");
            _opened.Remove(oldest);
            Drop(book, oldest);
            Take(book);
        }

        Assert.Contains(_opened, lease => lease.Run == "large");
    }

    [Fact]
    public void More_than_the_machine_has_runs_alone()
    {
        var book = new SlotBook(2, 100);
        book.Request("a", new LeaseRequest(LeaseKind.Ask, new LeaseKey(0, 0), 0, Cpus: 16, MemoryBytes: 1000));
        Take(book);
        Assert.Single(_opened);
        Assert.Equal((2, 100), (book.CpusBooked, book.MemoryBytesBooked));
    }

    [Fact]
    public void What_was_found_running_counts_although_it_does_not_fit()
    {
        var book = new SlotBook(2, 0);
        for (var slice = 0; slice < 3; slice++)
        {
            book.Request("a", new LeaseRequest(LeaseKind.Hold, new LeaseKey(slice, 0), 0, 1));
        }

        Ask(book, "b", 1);
        Take(book);
        Assert.Empty(_opened);
        Drop(book, new Lease("a", new LeaseKey(0, 0)));
        Drop(book, new Lease("a", new LeaseKey(1, 0)));
        Take(book);
        Assert.Single(_opened);
    }

    [Fact]
    public void A_run_that_is_over_leaves_nothing()
    {
        var book = new SlotBook(2, 0);
        Ask(book, "a", 10);
        Take(book);
        book.Forget("a");
        Take(book);
        Assert.Equal((0, 0), (book.CpusBooked, book.Waiting));
    }

    [Fact]
    public void Never_is_more_open_than_there_is_and_everything_opens_in_the_end()
    {
        for (var seed = 1UL; seed <= 200; seed++)
        {
            Play(new Chance(seed));
        }
    }

    private static void Play(Chance chance)
    {
        var (cpus, memory) = (chance.Between(1, 8), chance.Between(0, 100));
        var book = new SlotBook(cpus, memory);
        var asked = new Dictionary<Lease, LeaseRequest>();
        var open = new List<Lease>();
        var opened = new HashSet<Lease>();
        var leased = new HashSet<Lease>();
        var dropped = new HashSet<Lease>();
        for (var step = 0; step < 400; step++)
        {
            if (step < 200)
            {
                var lease = new Lease(chance.Of("a", "b", "c"), new LeaseKey(step, chance.Below(3)));
                var request = new LeaseRequest(LeaseKind.Ask, lease.Key, 0, chance.Below(cpus * 4) / 4.0, chance.Below(memory + 1));
                asked.Add(lease, request);
                book.Request(lease.Run, request);
            }

            if (open.Count > 0 && (step >= 200 || chance.Percent(40)))
            {
                Remove(open[chance.Below(open.Count)]);
            }
            else if (chance.Percent(10) && asked.Keys.Except(opened).Except(dropped).ToList() is { Count: > 0 } waiting)
            {
                Remove(waiting[chance.Below(waiting.Count)]);
            }

            var (nowLeased, nowOpened) = (new List<Lease>(), new List<Lease>());
            book.Take(nowLeased, nowOpened);
            Assert.All(nowLeased, lease => Assert.True(leased.Add(lease)));
            Assert.All(nowOpened, lease => Assert.True(leased.Contains(lease) && opened.Add(lease) && !dropped.Contains(lease)));
            open.AddRange(nowOpened);
            Assert.True(open.Sum(lease => asked[lease].Cpus) <= cpus && open.Sum(lease => asked[lease].MemoryBytes) <= memory);
            Assert.Equal(open.Sum(lease => asked[lease].Cpus), book.CpusBooked, 1e-9);
        }

        while (open.Count > 0)
        {
            Remove(open[0]);
            var now = new List<Lease>();
            book.Take([], now);
            open.AddRange(now);
            now.ForEach(lease => opened.Add(lease));
        }

        Assert.Equal(asked.Keys.Except(dropped).Count(), opened.Except(dropped).Count());
        Assert.Equal(0, book.Waiting);

        void Remove(Lease lease)
        {
            book.Request(lease.Run, new LeaseRequest(LeaseKind.Drop, lease.Key, 0));
            if (!open.Remove(lease))
            {
                dropped.Add(lease);
            }
        }
    }

    private static void Ask(SlotBook book, string run, int count, double cpus = 1, int first = 0)
    {
        for (var slice = first; slice < first + count; slice++)
        {
            book.Request(run, new LeaseRequest(LeaseKind.Ask, new LeaseKey(slice, 0), 0, cpus));
        }
    }

    private static void Drop(SlotBook book, Lease lease) => book.Request(lease.Run, new LeaseRequest(LeaseKind.Drop, lease.Key, 0));

    private void Take(SlotBook book) => book.Take(_leased, _opened);
}
