using System.Threading.Channels;

namespace Dxflow.Foundation.Loops;

/// <summary>
/// One thread of control for one aggregate: what is posted runs one after another, in order, so that its state needs no locks.
/// Bounded: when <c>capacity</c> pieces of work wait, <see cref="MailboxFullException"/> tells the caller to come again.
/// Work is short and never waits; what must wait is awaited outside and posted back.
/// </summary>
internal sealed class Mailbox : IAsyncDisposable
{
    private readonly Channel<Action> _work;
    private readonly Task _loop;

    public Mailbox(int capacity)
    {
        _work = Channel.CreateBounded<Action>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _loop = Task.Run(RunAsync);
    }

    public Task<T> AskAsync<T>(Func<T> work)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                answer.SetResult(work());
            }
            catch (Exception failure)
            {
                // Whoever asked is told; the loop itself goes on.
                answer.SetException(failure);
            }
        });
        return answer.Task;
    }

    public Task AskAsync(Action work) => AskAsync(() =>
    {
        work();
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();
        await _loop;
    }

    private void Post(Action work)
    {
        if (!_work.Writer.TryWrite(work))
        {
            throw new MailboxFullException();
        }
    }

    private async Task RunAsync()
    {
        await foreach (var work in _work.Reader.ReadAllAsync())
        {
            work();
        }
    }
}

/// <summary>More work waits than the aggregate takes, or it has ended.</summary>
internal sealed class MailboxFullException() : Exception("too many requests wait; try again");
