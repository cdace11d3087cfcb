using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Runs.Sealed;

/// <summary>
/// The state of the run that had ended and was asked last. Whoever pages through a million slices would have its journal replayed for each
/// page. One is kept, for a minute after the last question, and only if it is worth it. It is taken out while it is asked, so nobody
/// shares it and there is no lock: who finds it away replays.
/// </summary>
internal sealed class LastAsked : IDisposable
{
    /// <summary>Fewer are replayed within some milliseconds.</summary>
    private const int SlicesMin = 1000;

    private static readonly TimeSpan Keeps = TimeSpan.FromMinutes(1);

    private readonly ITimer _timer;
    private Kept? _kept;

    public LastAsked(TimeProvider time) =>
        _timer = time.CreateTimer(_ => Interlocked.Exchange(ref _kept, null), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Null if it is another one's, or is being asked.</summary>
    public RunState? Take(string run)
    {
        if (_kept?.Run != run)
        {
            return null;
        }

        var kept = Interlocked.Exchange(ref _kept, null);
        return kept?.Run == run ? kept.State : null;
    }

    public void Keep(string run, RunState state)
    {
        if (state.Slices.Length >= SlicesMin)
        {
            Interlocked.Exchange(ref _kept, new Kept(run, state));
            _timer.Change(Keeps, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private sealed record Kept(string Run, RunState State);
}
