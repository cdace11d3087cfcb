namespace Dxflow.Tests.Workflows.Running.Simulation;

/// <summary>Virtual time: what happens next, and when. Things due at the same time happen in an order drawn by chance.</summary>
internal sealed class Agenda(Chance chance)
{
    public const long Epoch = 1_700_000_000_000;
    private readonly PriorityQueue<Action, (long At, ulong Order)> _actions = new();

    public long Now { get; private set; } = Epoch;

    public int Count => _actions.Count;

    public void After(long milliseconds, Action action) => _actions.Enqueue(action, (Now + milliseconds, chance.Next()));

    /// <summary>After a pause that is mostly short and sometimes long.</summary>
    public void Soon(Action action, int longest = 50) =>
        After(chance.Percent(85) ? chance.Below(10) : chance.Below(longest), action);

    public bool RunNext()
    {
        if (!_actions.TryDequeue(out var action, out var place))
        {
            return false;
        }

        Now = Math.Max(Now, place.At);
        action();
        return true;
    }
}
