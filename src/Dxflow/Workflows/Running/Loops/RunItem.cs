using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Loops;

/// <summary>What stands in a run's inbox.</summary>
internal abstract record RunItem;

/// <summary>An answer to something the run asked for, or a report: always taken.</summary>
internal sealed record ResultItem(RunInput Input) : RunItem;

/// <summary>Somebody outside wants something and waits for an answer.</summary>
internal abstract record AskedItem : RunItem
{
    public abstract void Fail(Exception failure);
}

/// <summary>A change; the answer is its sequence, given when that is durable.</summary>
internal sealed record ChangeItem(RunInput Input) : AskedItem
{
    public TaskCompletionSource<long> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Fail(Exception failure) => Answer.TrySetException(failure);
}

/// <summary>
/// A question; <see cref="Read"/> runs in the loop, what it gave is given when all it saw is durable; at once, if that is known
/// (<paramref name="Durable"/>).
/// </summary>
internal abstract record QueryItem(bool Durable) : AskedItem
{
    public abstract void Read(RunState state);

    public abstract void Give();
}

/// <summary>A question with its answer's type: a failure of the question is its asker's, not the loop's.</summary>
internal sealed record QueryItem<T>(Func<RunState, T> Question, bool Durable = false) : QueryItem(Durable)
{
    private T? _found;
    private Exception? _failure;

    public TaskCompletionSource<T> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Read(RunState state)
    {
        try
        {
            _found = Question(state);
        }
        catch (Exception failure)
        {
            // The asker's, not the run's.
            _failure = failure;
        }
    }

    public override void Give()
    {
        if (_failure is not null)
        {
            Fail(_failure);
        }
        else
        {
            Answer.TrySetResult(_found!);
        }
    }

    public override void Fail(Exception failure) => Answer.TrySetException(failure);
}

internal sealed record SubscribeItem(Subscriber Subscriber) : AskedItem
{
    public override void Fail(Exception failure) => Subscriber.Joined.TrySetException(failure);
}

/// <summary>A deadline may be due.</summary>
internal sealed record TickItem : RunItem
{
    public static TickItem One { get; } = new();
}
