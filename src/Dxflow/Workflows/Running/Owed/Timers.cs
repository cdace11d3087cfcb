namespace Dxflow.Workflows.Running.Owed;

/// <summary>
/// The deadlines of a run's slices in order. What is set again or cleared stays in the heap as a husk until it is half of it.
/// </summary>
internal sealed class Timers
{
    private const int HusksMin = 64;

    private readonly Dictionary<int, long> _armed = [];
    private readonly PriorityQueue<int, long> _heap = new();

    public int Count => _armed.Count;

    public long? At(int slice) => _armed.TryGetValue(slice, out var at) ? at : null;

    public long? Next
    {
        get
        {
            while (_heap.TryPeek(out var slice, out var at))
            {
                if (_armed.TryGetValue(slice, out var now) && now == at)
                {
                    return at;
                }

                _heap.Dequeue();
            }

            return null;
        }
    }

    public void Set(int slice, long? at)
    {
        if (at is not { } deadline)
        {
            _armed.Remove(slice);
        }
        else if (!_armed.TryGetValue(slice, out var present) || present != deadline)
        {
            _armed[slice] = deadline;
            _heap.Enqueue(slice, deadline);
            if (_heap.Count > HusksMin + (2 * _armed.Count))
            {
                _heap.Clear();
                _heap.EnqueueRange(_armed.Select(one => (one.Key, one.Value)));
            }
        }
    }

    /// <summary>Takes those that are due.</summary>
    public void Take(long now, List<int> due)
    {
        while (Next is { } at && at <= now)
        {
            var slice = _heap.Dequeue();
            _armed.Remove(slice);
            due.Add(slice);
        }
    }
}
