namespace Dxflow.Workflows.Running.Owed;

/// <summary>
/// The deadlines of a run's slices in order. What is set again or cleared stays in the heap as a husk until it is half of it.
/// </summary>
internal sealed class Timers
{
    private const int HusksMin = 64;

    private readonly Dictionary<int, long> armed = [];
    private readonly PriorityQueue<int, long> heap = new();

    public int Count => armed.Count;

    public long? Next
    {
        get
        {
            while (heap.TryPeek(out var slice, out var at))
            {
                if (armed.TryGetValue(slice, out var now) && now == at)
                {
                    return at;
                }

                heap.Dequeue();
            }

            return null;
        }
    }

    public void Set(int slice, long? at)
    {
        if (at is not { } deadline)
        {
            armed.Remove(slice);
        }
        else if (!armed.TryGetValue(slice, out var present) || present != deadline)
        {
            armed[slice] = deadline;
            heap.Enqueue(slice, deadline);
            if (heap.Count > HusksMin + (2 * armed.Count))
            {
                heap.Clear();
                heap.EnqueueRange(armed.Select(one => (one.Key, one.Value)));
            }
        }
    }

    /// <summary>Takes those that are due.</summary>
    public void Take(long now, List<int> due)
    {
        while (Next is { } at && at <= now)
        {
            var slice = heap.Dequeue();
            armed.Remove(slice);
            due.Add(slice);
        }
    }
}
