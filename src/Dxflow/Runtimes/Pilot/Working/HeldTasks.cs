using System.Collections.Concurrent;
using Dxflow.Runtimes.Pilot.Wire;

namespace Dxflow.Runtimes.Pilot.Working;

/// <summary>What a worker has been given and has not seen the end of, and which of these somebody has told to end.</summary>
internal sealed class HeldTasks
{
    private readonly ConcurrentDictionary<AttemptId, Handed> held = new();
    private readonly ConcurrentDictionary<AttemptId, bool> stopped = new();

    public bool IsEmpty => held.IsEmpty;

    public IReadOnlyList<Handed> All => [.. held.Values];

    public void Add(Handed handed) => held[handed.Id] = handed;

    public Handed? Find(AttemptId id) => held.GetValueOrDefault(id);

    public void Remove(AttemptId id)
    {
        held.TryRemove(id, out _);
        stopped.TryRemove(id, out _);
    }

    public void Stopped(AttemptId id)
    {
        if (held.ContainsKey(id))
        {
            stopped[id] = true;
        }
    }

    public bool IsStopped(AttemptId id) => stopped.ContainsKey(id);
}
