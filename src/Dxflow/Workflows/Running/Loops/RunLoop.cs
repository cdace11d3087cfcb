using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dxflow.Storage;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Loops;

/// <summary>
/// One run in the engine: the only one who touches its state.
/// <list type="number">
/// <item>Take everything that has come in: results always, changes only while the disk takes them.</item>
/// <item>Decide against the working state, which is ahead of the disk.</item>
/// <item>Append the events to the journal. Nothing here waits for it to be durable; if nobody does, the disk may take its time.</item>
/// <item>Ask for capacity, and give back what is free: that is nobody's fact.</item>
/// <item>Hand commands, events and answers to <see cref="RunRelease"/>, which lets them go when they are durable. A start goes at once
/// if its grant is durable already: whose end made room for it need not be.</item>
/// <item>Set the clock for the next deadline, or go on at once where so much was to be decided that others would have waited.</item>
/// </list>
/// Ends by <see cref="DisposeAsync"/> only: the engine may stop, or put a run away, without ending it.
/// </summary>
internal sealed class RunLoop : IAsyncDisposable
{
    /// <summary>Askers at once of one run; more are refused.</summary>
    public const int AskersMax = 256;

    private const int ItemsPerTurn = 1024;

    /// <summary>A deadline further away is looked at again on the way: a timer's own limit is 49 days.</summary>
    private const long TimerMillisecondsMax = 3_600_000;

    /// <summary>How long answers are still given when the engine stops; a full disk could hold them up for ever.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);

    // Results are answers to commands under way and the few states of each attempt, so there are no more of them than that.
    private readonly Channel<RunItem> _inbox = Channel.CreateUnbounded<RunItem>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Journal _journal;
    private readonly RunPorts _ports;
    private readonly RunWork _work;
    private readonly RunRelease _release;
    private readonly RunRecords _records = new();
    private readonly Grants _grants;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private readonly List<AskedItem> _asked = [];
    private Task _running = Task.CompletedTask;
    private int _askers;
    private bool _isDone;

    private RunLoop(RunState state, Journal journal, RunPorts ports)
    {
        (_journal, _ports) = (journal, ports);
        _work = new RunWork(state, ports.Ask);
        _grants = new Grants(state);
        _release = new RunRelease(journal, commands => ports.Send(this, commands), leases => ports.Lease(this, leases));
        _timer = ports.Clock.Time.CreateTimer(
            _ => _inbox.Writer.TryWrite(TickItem.One), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        (Id, Plan) = (state.Id, state.Plan);
    }

    public string Id { get; private init; }

    public RunPlan Plan { get; }

    /// <summary>
    /// The run ended, everything of it is durable and forgotten by the runtimes: it may be put away. Faulted by a bug in the loop,
    /// which then serves nothing any more.
    /// </summary>
    public Task Completion => _release.Done.Task;

    /// <summary>A new run. It is durable, and starts, when the task is complete.</summary>
    /// <exception cref="Operations.Fault">No room.</exception>
    public static async Task<RunLoop> CreateAsync(RunPlan plan, RunCreated fact, Journal journal, RunPorts ports)
    {
        var loop = new RunLoop(new RunState(plan), journal, ports) { Id = fact.Run };
        try
        {
            if (!journal.AcceptsChanges)
            {
                throw RunFaults.Full(loop._work.State);
            }

            loop._work.Create(fact);
            loop.Post(new StartRun());
            loop.Start();
            await loop.AskAsync(static _ => true);
            return loop;
        }
        catch
        {
            await loop.DisposeAsync();
            throw;
        }
    }

    /// <summary>A run of an earlier life of the engine, replayed: what it owes is derived anew.</summary>
    public static RunLoop Recover(RunState state, Journal journal, RunPorts ports)
    {
        var loop = new RunLoop(state, journal, ports);
        loop.Post(new RunRecovered());
        loop.Start();
        return loop;
    }

    /// <summary>An answer to something the run asked for, or a report. Never refused, never waited for.</summary>
    public void Post(RunInput result) => _inbox.Writer.TryWrite(new ResultItem(result));

    /// <summary>Asks for a change; complete when it is durable, with the journal's sequence.</summary>
    /// <exception cref="Operations.Fault">Over, or no room.</exception>
    public async Task<long> ChangeAsync(RunInput change)
    {
        var item = new ChangeItem(change);
        await PutAsync(item);
        return await Counted(item.Answer.Task);
    }

    /// <summary>
    /// Reads the state in the loop. What comes out must be a copy; it is given when everything it could have seen is durable.
    /// </summary>
    public async Task<T> AskAsync<T>(Func<RunState, T> question)
    {
        var item = new QueryItem<T>(question);
        await PutAsync(item);
        return await Counted(item.Answer.Task);
    }

    /// <summary>
    /// The same for whoever carries out a command: what that follows from is durable, so the answer waits for nothing. It must not rest on
    /// anything that came later. There are as many of these as commands under way, so they are not counted among the askers.
    /// </summary>
    public Task<T> PeekAsync<T>(Func<RunState, T> question)
    {
        var item = new QueryItem<T>(question, Durable: true);
        return _inbox.Writer.TryWrite(item) ? item.Answer.Task : Task.FromException<T>(RunFaults.Leaving(_work.State));
    }

    /// <summary>All durable events after a sequence, then each as it becomes durable, until the loop ends or the reader leaves.</summary>
    public async IAsyncEnumerable<RunNews> SubscribeAsync(long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        var subscriber = new Subscriber();
        try
        {
            await PutAsync(new SubscribeItem(subscriber));
            var joined = await Counted(subscriber.Joined.Task);
            var reader = Reading(() => _journal.Read(after + 1));
            while (Reading(reader.Next))
            {
                // The reader may be ahead of what was published to this subscriber, which then comes again.
                if (reader.Sequence > joined)
                {
                    break;
                }

                cancel.ThrowIfCancellationRequested();
                yield return new RunNews(reader.Sequence, RunRecords.Read(reader.Payload));
            }

            await foreach (var news in subscriber.News.ReadAllAsync(cancel))
            {
                if (news.Sequence > after)
                {
                    yield return news;
                }
            }
        }
        finally
        {
            subscriber.Leave();
        }
    }

    /// <summary>The journal is closed when the run is put away, also under those who read what was before they came.</summary>
    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ObjectDisposedException)
        {
            throw RunFaults.Leaving(_work.State);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _inbox.Writer.TryComplete();
        _release.StopSending();
        if (await Task.WhenAny(_running, Task.Delay(StopGrace, _ports.Clock.Time)) != _running)
        {
            await _stop.CancelAsync();
        }

        await _running;
        await _timer.DisposeAsync();
        _stop.Dispose();
    }

    private void Start() => _running = Task.WhenAll(Task.Run(RunAsync), Task.Run(() => _release.RunAsync(_work.State, _stop.Token)));

    private Task PutAsync(AskedItem item)
    {
        if (Interlocked.Increment(ref _askers) > AskersMax)
        {
            Interlocked.Decrement(ref _askers);
            return Task.FromException(RunFaults.TooMany("requests waiting", AskersMax));
        }

        if (!_inbox.Writer.TryWrite(item))
        {
            Interlocked.Decrement(ref _askers);
            return Task.FromException(RunFaults.Leaving(_work.State));
        }

        return Task.CompletedTask;
    }

    private async Task<T> Counted<T>(Task<T> answer)
    {
        try
        {
            return await answer;
        }
        finally
        {
            Interlocked.Decrement(ref _askers);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _inbox.Reader.WaitToReadAsync())
            {
                Turn();
            }
        }
        catch (Exception bug)
        {
            // Nothing more is decided on a state that may be half changed; the journal is as it was, and so is every other run.
            _inbox.Writer.TryComplete();
            _release.Done.TrySetException(bug);
            _asked.ForEach(asked => asked.Fail(RunFaults.Leaving(_work.State)));
            while (_inbox.Reader.TryRead(out var item))
            {
                (item as AskedItem)?.Fail(RunFaults.Leaving(_work.State));
            }
        }
        finally
        {
            _release.Complete();
        }
    }

    private void Turn()
    {
        // 1 and 2
        var at = new Moment(_ports.Clock.Now, (ulong)Random.Shared.NextInt64());
        for (var items = 0; items < ItemsPerTurn && _inbox.Reader.TryRead(out var item); items++)
        {
            Take(item, at);
        }

        _work.Tick(at);
        var turn = _work.TakeTurn();

        // 3
        var first = _journal.LastSequence + 1;
        foreach (var fact in turn.Events)
        {
            _grants.Note(fact, _journal.Append(_records.Write(fact), observed: true, patient: true));
        }

        // 4
        var (leases, given) = _grants.Divide(turn.Leases);
        if (leases.Count > 0)
        {
            _ports.Lease(this, leases);
        }

        // 5
        GiveAtOnce(turn.Events.Count);
        var (ready, commands) = _grants.Divide(turn.Commands, turn.Commands.Count == 0 ? 0 : _journal.CommittedSequence);
        _release.SendAtOnce(ready);
        var isLast = _work.State.IsDone && !_isDone;
        if (isLast || _work.State.IsFinal || _asked.Count > 0 || commands.Any(static command => command.Kind != CommandKind.Forget))
        {
            _journal.Hurry();
        }

        if (turn.Events.Count > 0 || commands.Count > 0 || given.Count > 0 || _asked.Count > 0 || isLast)
        {
            _isDone |= isLast;
            _release.Enqueue(new RunBatch(first, _journal.LastSequence, turn.Events, commands, given, [.. _asked], isLast));
            _asked.Clear();
        }

        // 6
        Arm(at.Now);
        if (_work.HasMore)
        {
            _inbox.Writer.TryWrite(TickItem.One);
        }
    }

    private void Take(RunItem item, Moment at)
    {
        var accepts = item is not AskedItem || _journal.AcceptsChanges;
        switch (item)
        {
            case ResultItem result:
                _work.Accept(result.Input, at);
                break;

            // A stop makes room: it is taken, and answered when it is durable, for which the reserve is there.
            case ChangeItem change when !accepts && change.Input is not CancelRun:
                change.Fail(RunFaults.Full(_work.State));
                break;
            case ChangeItem change when _work.State.IsFinal:
                change.Fail(RunFaults.Over(_work.State));
                break;
            case ChangeItem change:
                _work.Accept(change.Input, at);
                _asked.Add(change);
                break;

            case QueryItem { Durable: true } peek:
                peek.Read(_work.State);
                peek.Give();
                break;

            // A question that saw what a full disk does not take would wait for as long as it is full.
            case QueryItem query when !accepts && _journal.CommittedSequence < _journal.LastSequence:
                query.Fail(RunFaults.Full(_work.State));
                break;
            case QueryItem query:
                query.Read(_work.State);
                _asked.Add(query);
                break;
            case SubscribeItem subscribe:
                _asked.Add(subscribe);
                break;
        }
    }

    /// <summary>Questions that saw nothing but what is durable already need not go where the disk is waited for.</summary>
    private void GiveAtOnce(int events)
    {
        if (events > 0 || _asked.Count == 0 || _journal.CommittedSequence < _journal.LastSequence)
        {
            return;
        }

        _asked.ForEach(static asked => (asked as QueryItem)?.Give());
        _asked.RemoveAll(static asked => asked is QueryItem);
    }

    private void Arm(long now)
    {
        var pause = _work.NextDeadline is { } next
            ? TimeSpan.FromMilliseconds(Math.Clamp(next - now, 0, TimerMillisecondsMax))
            : Timeout.InfiniteTimeSpan;
        _timer.Change(pause, Timeout.InfiniteTimeSpan);
    }
}
