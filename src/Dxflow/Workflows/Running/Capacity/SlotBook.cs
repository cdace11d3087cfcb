using Dxflow.Workflows.Running.Owed;

namespace Dxflow.Workflows.Running.Capacity;

/// <summary>A lease of one run.</summary>
internal readonly record struct Lease(string Run, LeaseKey Key);

/// <summary>
/// Who may use how much of one runtime: plain, without tasks or clock ; <c>Slots</c> is the shared face of it.
/// <list type="number">
/// <item>A wish stands in its run's queue; the runs take turns, one wish each.</item>
/// <item>It is <em>leased</em> ahead of its slot, up to as much again as the runtime has, so that its grant is durable before the slot
/// is free and nothing waits for a sync in between.</item>
/// <item>It is <em>opened</em> when there is room: from then on it is booked. Never is more booked than the runtime has, but for what
/// was found running after a restart.</item>
/// <item>It is dropped when its end is seen, or when it is not wanted any more.</item>
/// </list>
/// Named resources are the whole machine's, and are booked with the lease already: one that has to wait for them is passed, and waits for
/// nothing else, until it was passed too often; from then on nobody else gets what it wants.
/// Cpus are counted in thousandths, memory in bytes. Memory used is bounded: a run keeps <see cref="Outbox.AsksMax"/> wishes open.
/// </summary>
internal sealed class SlotBook(double cpus, long memoryBytes, NamedResources? named = null)
{
    /// <summary>How often smaller leases may pass one that does not fit before everything waits for it.</summary>
    public const int PassesMax = 64;

    private readonly Amount _capacity = Amount.Of(cpus, memoryBytes);
    private readonly Dictionary<string, RunWishes> _runs = [];
    private readonly Queue<RunWishes> _turns = [];
    private readonly List<Wish> _instant = [];
    private readonly List<Wish> _ahead = [];
    private readonly List<Wish> _starving = [];
    private readonly List<Wish> _passed = [];
    private readonly NamedResources _named = named ?? new NamedResources(NamedResources.Nothing);
    private Amount _booked;
    private Amount _leasedAhead;
    private bool _hasRoom = true;

    public double CpusBooked => _booked.MilliCpus / 1000.0;

    public long MemoryBytesBooked => _booked.MemoryBytes;

    /// <summary>Wishes that are not leased, and leases that are not open.</summary>
    public int Waiting => _runs.Values.Sum(run => run.Waiting) + _ahead.Count + _instant.Count;

    /// <summary>Leases that are open: tasks that run, or are about to.</summary>
    public int OpenNow => _runs.Values.Sum(static run => run.All.Values.Count(static wish => wish.State == WishState.Open));

    public void Request(string run, LeaseRequest request)
    {
        if (!_runs.TryGetValue(run, out var wishes))
        {
            _runs.Add(run, wishes = new RunWishes(run));
        }

        // A key that is there already is of an earlier loop of the run, which did not say goodbye.
        Drop(wishes, request.Key);
        switch (request.Kind)
        {
            case LeaseKind.Ask:
                Ask(wishes, request);
                break;
            case LeaseKind.Hold:
                var held = new Wish(wishes, request, Bounded(request)) { State = WishState.Open };
                wishes.All[request.Key] = held;
                _booked += held.Amount;
                _named.Force(held.Named ?? NamedResources.Nothing);
                break;
        }
    }

    /// <summary>Forgets a run that is over, with whatever it still has.</summary>
    public void Forget(string run)
    {
        if (_runs.TryGetValue(run, out var wishes))
        {
            foreach (var key in wishes.All.Keys.ToList())
            {
                Drop(wishes, key);
            }

            _runs.Remove(run);
        }
    }

    /// <summary>Leases and opens what is possible now.</summary>
    public void Take(List<Lease> leased, List<Lease> opened)
    {
        foreach (var wish in _instant)
        {
            leased.Add(new Lease(wish.Run.Run, wish.Key));
            Open(wish, opened);
        }

        _instant.Clear();
        do
        {
            OpenAhead(opened);
        }
        while (LeaseAhead(leased));
    }

    private bool LeaseAhead(List<Lease> leased)
    {
        var before = leased.Count;
        _passed.Clear();
        for (var without = 0; without < _turns.Count;)
        {
            var run = _turns.Peek();
            var (line, isFull) = Choose(run);
            if (isFull)
            {
                break;
            }

            _turns.Dequeue();
            without = line is null ? without + 1 : 0;
            if (line is not null)
            {
                Lease(run, line, leased);
            }

            run.IsInTurn = run.Lines.Count > 0;
            if (run.IsInTurn)
            {
                _turns.Enqueue(run);
            }
            else if (line is null)
            {
                without--;
            }
        }

        return leased.Count > before;
    }

    private void Lease(RunWishes run, WishLine line, List<Lease> leased)
    {
        line.TryPeek(out var wish);
        run.Lease(line);
        leased.Add(new Lease(run.Run, wish.Key));
        wish.State = WishState.Ahead;
        _leasedAhead += wish.Amount;
        _ahead.Add(wish);
        _hasRoom = true;
        if (wish.Named is not { } got)
        {
            return;
        }

        _starving.Remove(wish);
        wish.Passes = 0;
        foreach (var other in _passed.Where(other => other.State == WishState.Waiting && other.Named!.Keys.Any(got.ContainsKey)))
        {
            if (++other.Passes >= PassesMax && !_starving.Contains(other))
            {
                _starving.Add(other);
            }
        }
    }

    /// <summary>The line of a run whose first may be leased, with the named resources that it wants; full: nobody may.</summary>
    private (WishLine? Line, bool IsFull) Choose(RunWishes run)
    {
        foreach (var line in run.Lines)
        {
            line.TryPeek(out var wish);
            if (_ahead.Count > 0 && !(_leasedAhead + wish.Amount).IsWithin(_capacity))
            {
                return (null, true);
            }

            if (wish.Named is not { } wanted || (!IsKept(wish, wanted) && _named.TryBook(wanted)))
            {
                return (line, false);
            }

            if (!_passed.Contains(wish))
            {
                _passed.Add(wish);
            }
        }

        return (null, false);
    }

    /// <summary>Somebody else has waited for some of it for too long.</summary>
    private bool IsKept(Wish wish, IReadOnlyDictionary<string, int> wanted) =>
        _starving.Any(other => other != wish && other.Named!.Keys.Any(wanted.ContainsKey)) && !_starving.Contains(wish);

    /// <summary>What books nothing (a service without reservations) waits for nobody.</summary>
    private void Ask(RunWishes run, LeaseRequest request)
    {
        var wish = new Wish(run, request, Bounded(request));
        run.All[request.Key] = wish;
        if (wish.Amount.IsNothing && wish.Named is null)
        {
            wish.State = WishState.Instant;
            _instant.Add(wish);
            return;
        }

        run.Enqueue(wish);
        if (!run.IsInTurn)
        {
            run.IsInTurn = true;
            _turns.Enqueue(run);
        }
    }

    private void Drop(RunWishes run, LeaseKey key)
    {
        if (!run.All.Remove(key, out var wish))
        {
            return;
        }

        switch (wish.State)
        {
            case WishState.Ahead:
                _ahead.Remove(wish);
                _leasedAhead -= wish.Amount;
                break;
            case WishState.Open:
                _booked -= wish.Amount;
                break;
            case WishState.Instant:
                _instant.Remove(wish);
                break;
            default:
                _starving.Remove(wish);
                break;
        }

        var (isThin, isBooked) = (wish.State == WishState.Waiting, wish.State is WishState.Ahead or WishState.Open);
        wish.State = WishState.Dropped;
        if (isThin)
        {
            run.Thin(wish);
        }

        if (isBooked && wish.Named is { } given)
        {
            _named.Release(given);
        }

        _hasRoom = true;
    }

    /// <summary>In the order they were leased; one that does not fit may be passed, but not for ever.</summary>
    private void OpenAhead(List<Lease> opened)
    {
        if (!_hasRoom)
        {
            return;
        }

        _hasRoom = false;
        var kept = 0;
        var isBlocked = false;
        for (var at = 0; at < _ahead.Count; at++)
        {
            var wish = _ahead[at];
            if (!isBlocked && Fits(wish))
            {
                _leasedAhead -= wish.Amount;
                Open(wish, opened);
                for (var passed = 0; passed < kept; passed++)
                {
                    _ahead[passed].Passes++;
                }
            }
            else
            {
                isBlocked |= wish.Passes >= PassesMax;
                _ahead[kept++] = wish;
            }
        }

        _ahead.RemoveRange(kept, _ahead.Count - kept);
    }

    private void Open(Wish wish, List<Lease> opened)
    {
        wish.State = WishState.Open;
        _booked += wish.Amount;
        opened.Add(new Lease(wish.Run.Run, wish.Key));
    }

    private bool Fits(Wish wish) => (_booked + wish.Amount).IsWithin(_capacity);

    /// <summary>
    /// A plan refuses what exceeds the machine; if the machine has become smaller since, it runs alone instead of never.
    /// </summary>
    private Amount Bounded(LeaseRequest request)
    {
        var wanted = Amount.Of(request.Cpus, request.MemoryBytes);
        return new Amount(Math.Min(wanted.MilliCpus, _capacity.MilliCpus), Math.Min(wanted.MemoryBytes, _capacity.MemoryBytes));
    }
}
