using Dxflow.Runtimes.Pilot.Wire;

namespace Dxflow.Runtimes.Pilot.Keeping;

/// <summary>
/// The tasks that wait for a pilot, in the order in which they are given to those that have room. Owned by <see cref="PilotKeeper"/>'s
/// loop.
/// </summary>
internal sealed class WaitingTasks
{
    /// <summary>So many that do not fit are passed by, for one that does.</summary>
    private const int PassedMax = 20;

    /// <summary>What is said at once stays well below what a frame may be.</summary>
    private const int GivenAtOnceMax = 200;

    private readonly LinkedList<PilotTask> tasks = new();

    public IReadOnlyList<PilotTask> All => [.. tasks];

    public double Cpus { get; private set; }

    public void Add(PilotTask task, bool first)
    {
        task.Waiting = first ? tasks.AddFirst(task) : tasks.AddLast(task);
        Cpus += task.Ask.Cpus;
    }

    public void Remove(PilotTask task)
    {
        tasks.Remove(task.Waiting!);
        task.Waiting = null;

        // Fractions add up to a little more or less than they are.
        Cpus = tasks.Count == 0 ? 0 : Cpus - task.Ask.Cpus;
    }

    public void Give(IEnumerable<PilotJob> pilots, long now)
    {
        foreach (var pilot in pilots)
        {
            var given = new List<Handed>();
            var passed = 0;
            for (var node = tasks.First; node is not null && passed < PassedMax && given.Count < GivenAtOnceMax;)
            {
                var (task, next) = (node.Value, node.Next);
                if (pilot.HasRoom(task.Ask, now))
                {
                    Remove(task);
                    task.Pilot = pilot.Key;
                    pilot.Hold(task.Handed);
                    given.Add(task.Handed);
                }
                else
                {
                    passed++;
                }

                node = next;
            }

            if (given.Count > 0)
            {
                pilot.Link!.Send(new EngineSaid(Start: given));
            }
        }
    }
}
