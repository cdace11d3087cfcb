using System.Threading.Channels;
using Dxflow.Workflows.Running.Owed;

namespace Dxflow.Workflows.Running.Capacity;

/// <summary>
/// What of a runtime is booked: cpus in cores, memory in bytes; how many tasks have theirs, and how many wait for some. What is named is
/// booked over all runtimes.
/// </summary>
internal sealed record SlotsUse(
    double Cpus,
    double CpusBooked,
    long MemoryBytes,
    long MemoryBytesBooked,
    int Running,
    int Waiting,
    IReadOnlyList<NamedUse> Named);

/// <summary>
/// The capacity of one runtime, shared by all runs: a loop around a <see cref="SlotBook"/>. Runs send wishes and are told of leases
/// through the delegate they came with; nobody waits for anybody.
/// </summary>
internal sealed class Slots : IAsyncDisposable
{
    // No more than the wishes and leases that runs have, which the outbox bounds. While it is idle the loop goes on within the call of
    // who wishes: booking is short, and a change of threads, there and back, is a good part of starting a task.
    private readonly Channel<Message> _inbox = Channel.CreateUnbounded<Message>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly Dictionary<string, Action<RunInput>> _runs = [];
    private readonly List<Lease> _leased = [];
    private readonly List<Lease> _opened = [];
    private readonly NamedResources _named;
    private readonly SlotBook _book;
    private readonly Task _running;
    private const double CpusUnbounded = 1e12;
    private readonly double _cpus;
    private readonly long _memoryBytes;

    /// <summary>As many as anybody would ask for: somebody else books them. What is named is this machine's all the same.</summary>
    public static Slots Unbounded(NamedResources? named = null) => new(CpusUnbounded, long.MaxValue / 2, named);

    public Slots(double cpus, long memoryBytes, NamedResources? named = null)
    {
        (_cpus, _memoryBytes) = (cpus, memoryBytes);
        _named = named ?? new NamedResources(NamedResources.Nothing);
        _book = new SlotBook(cpus, memoryBytes, _named);
        _named.WhenFreed(() => _inbox.Writer.TryWrite(Message.Wake));
        _running = Task.Run(RunAsync);
    }

    /// <summary>Wishes of a run, whose answers go to <paramref name="post"/> (which must return at once).</summary>
    public void Request(string run, IReadOnlyList<LeaseRequest> requests, Action<RunInput> post) =>
        _inbox.Writer.TryWrite(new Message(run, requests, post, null));

    /// <summary>Takes back all that a run has: it is over, or the engine does not serve it any more.</summary>
    public void Leave(string run) => _inbox.Writer.TryWrite(new Message(run, [], null, null));

    public async Task<SlotsUse> AskAsync()
    {
        var answer = new TaskCompletionSource<SlotsUse>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_inbox.Writer.TryWrite(new Message("", [], null, answer)))
        {
            return new SlotsUse(_cpus, 0, _memoryBytes, 0, 0, 0, []);
        }

        return await answer.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _inbox.Writer.TryComplete();
        await _running;
    }

    private async Task RunAsync()
    {
        while (await _inbox.Reader.WaitToReadAsync())
        {
            while (_inbox.Reader.TryRead(out var message))
            {
                Take(message);
            }

            _book.Take(_leased, _opened);
            Tell(_leased, static keys => new SlicesLeased(keys));
            Tell(_opened, static keys => new SlotsOpened(keys));
        }
    }

    private void Take(Message message)
    {
        if (message.Answer is { } answer)
        {
            answer.SetResult(new SlotsUse(
                _cpus, _book.CpusBooked, _memoryBytes, _book.MemoryBytesBooked, _book.OpenNow, _book.Waiting, _named.Use()));
        }
        else if (message.Post is { } post)
        {
            _runs[message.Run] = post;
            foreach (var request in message.Requests)
            {
                _book.Request(message.Run, request);
            }
        }
        else if (message != Message.Wake)
        {
            _book.Forget(message.Run);
            _runs.Remove(message.Run);
        }
    }

    private void Tell(List<Lease> leases, Func<List<LeaseKey>, RunInput> input)
    {
        // Leases of one run mostly follow each other.
        for (var first = 0; first < leases.Count;)
        {
            var run = leases[first].Run;
            var keys = new List<LeaseKey>();
            for (; first < leases.Count && leases[first].Run == run; first++)
            {
                keys.Add(leases[first].Key);
            }

            if (_runs.TryGetValue(run, out var post))
            {
                post(input(keys));
            }
        }

        leases.Clear();
    }

    private sealed record Message(
        string Run, IReadOnlyList<LeaseRequest> Requests, Action<RunInput>? Post, TaskCompletionSource<SlotsUse>? Answer)
    {
        /// <summary>Nothing but that somebody else has given something back.</summary>
        public static readonly Message Wake = new("", [], null, null);
    }
}
