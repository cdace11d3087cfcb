using System.Threading.Channels;
using Dxflow.Operations;
using Dxflow.Storage;
using Dxflow.Workflows.Running.Owed;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Loops;

/// <summary>
/// The half of a run's loop that waits for the disk, so that the other half need not. Batch after batch, in order: 1 wait until it is
/// durable; 2 send commands, give up places; 3 publish events; 4 give answers.
/// </summary>
internal sealed class RunRelease(
    Journal journal, Action<IReadOnlyList<RunCommand>> send, Action<IReadOnlyList<LeaseRequest>> lease)
{
    /// <summary>Each follower of events or of logs is one.</summary>
    public const int SubscribersMax = 1_024;

    // Not bounded by a number: batches come from results, of which there are no more than commands under way, and from askers,
    // who are counted at the door.
    private readonly Channel<RunBatch> _batches = Channel.CreateUnbounded<RunBatch>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<Subscriber> _subscribers = [];
    private long _published;
    private volatile bool _isStopping;

    /// <summary>The last batch was released: nothing is owed any more.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Enqueue(RunBatch batch) => _batches.Writer.TryWrite(batch);

    public void Complete() => _batches.Writer.TryComplete();

    /// <summary>The engine stops: what is durable is still answered, but nothing is started any more.</summary>
    public void StopSending() => _isStopping = true;

    /// <summary>What these follow from is durable already.</summary>
    public void SendAtOnce(IReadOnlyList<RunCommand> commands)
    {
        if (commands.Count > 0 && !_isStopping)
        {
            send(commands);
        }
    }

    /// <summary>The state is asked for nothing but the run's name.</summary>
    public async Task RunAsync(RunState state, CancellationToken stop)
    {
        _published = journal.CommittedSequence;
        RunBatch? held = null;
        try
        {
            await foreach (var batch in _batches.Reader.ReadAllAsync(stop))
            {
                // 1
                held = batch;
                await journal.CommittedAsync(batch.Last).WaitAsync(stop);
                Release(batch);
                held = null;
            }
        }
        catch (OperationCanceledException)
        {
            // The engine stops; the run does not. What was not released follows from the journal when it starts again.
        }
        catch (Exception bug)
        {
            Done.TrySetException(bug);
        }

        await LeaveAsync(held, RunFaults.Leaving(state));
    }

    private async Task LeaveAsync(RunBatch? held, Fault leaving)
    {
        _subscribers.ForEach(subscriber => subscriber.End());
        Fail(held);
        await foreach (var batch in _batches.Reader.ReadAllAsync(CancellationToken.None))
        {
            Fail(batch);
        }

        void Fail(RunBatch? batch)
        {
            foreach (var asked in batch?.Asked ?? [])
            {
                asked.Fail(leaving);
            }
        }
    }

    private void Release(RunBatch batch)
    {
        // 2
        SendAtOnce(batch.Commands);
        if (batch.Leases.Count > 0)
        {
            lease(batch.Leases);
        }

        // 3
        for (var at = 0; at < batch.Events.Count; at++)
        {
            _published = batch.First + at;
            for (var one = 0; one < _subscribers.Count; one++)
            {
                _subscribers[one].Publish(_published, batch.Events[at]);
            }
        }

        // 4
        foreach (var asked in batch.Asked)
        {
            Answer(asked, batch.Last);
        }

        if (batch.IsLast)
        {
            Done.TrySetResult();
        }
    }

    private void Answer(AskedItem asked, long last)
    {
        switch (asked)
        {
            case ChangeItem change:
                change.Answer.TrySetResult(last);
                break;
            case QueryItem query:
                query.Give();
                break;
            case SubscribeItem { Subscriber: var subscriber }:
                _subscribers.RemoveAll(one => one.IsGone);
                if (_subscribers.Count < SubscribersMax)
                {
                    _subscribers.Add(subscriber);
                    subscriber.Joined.TrySetResult(Math.Max(_published, last));
                }
                else
                {
                    asked.Fail(RunFaults.TooMany("subscribers", SubscribersMax));
                }

                break;
        }
    }
}
