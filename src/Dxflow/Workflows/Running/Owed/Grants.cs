using Dxflow.Runtimes;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Owed;

/// <summary>
/// Which commands need not wait until all that was decided before them is durable: a start whose grant is. What came in between, such as
/// the end of another task that made room for it, is found again after a crash, and so is what was started. Everything else waits.
/// Holds as many as are granted ahead; those of an earlier life of the engine are not known here, and wait. Wishes for capacity wait for
/// nothing, but where places are given up for what another run takes over: that goes on, so no end of it would be found after a crash.
/// </summary>
internal sealed class Grants(RunState state)
{
    private readonly Dictionary<AttemptId, long> _granted = [];

    /// <summary>A fact and its place in the journal.</summary>
    public void Note(RunEvent fact, long sequence)
    {
        if (fact is AttemptGranted grant)
        {
            _granted[IdOf(grant)] = sequence;
        }
        else if (_granted.Count > 0 && fact is AttemptAbandoned or AttemptExited or SliceFinished)
        {
            _granted.Remove(IdOf((SliceEvent)fact));
        }
    }

    /// <summary>Those that may go at once, and those that wait; <paramref name="durable"/> is the last place that is durable.</summary>
    public (IReadOnlyList<RunCommand> Ready, IReadOnlyList<RunCommand> Waiting) Divide(IReadOnlyList<RunCommand> commands, long durable)
    {
        if (commands.Count == 0)
        {
            return ([], []);
        }

        var (ready, waiting) = (new List<RunCommand>(), new List<RunCommand>());
        foreach (var command in commands)
        {
            var isReady = command.Kind == CommandKind.Start && _granted.Remove(command.Id, out var granted) && granted <= durable;
            (isReady ? ready : waiting).Add(command);
        }

        return (ready, waiting);
    }

    /// <summary>Likewise; those that wait are for when all that was decided is durable.</summary>
    public (IReadOnlyList<LeaseRequest> Ready, IReadOnlyList<LeaseRequest> Waiting) Divide(IReadOnlyList<LeaseRequest> leases) =>
        state.Cancel == CancelMode.Handover && leases.Any(static lease => lease.Kind == LeaseKind.Drop)
            ? ([.. leases.Where(static lease => lease.Kind != LeaseKind.Drop)],
                [.. leases.Where(static lease => lease.Kind == LeaseKind.Drop)])
            : (leases, []);

    private AttemptId IdOf(SliceEvent fact) => new(state.Id, fact.Step, fact.Slice, fact.Attempt);
}
