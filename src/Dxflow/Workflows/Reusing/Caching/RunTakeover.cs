using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Reusing.Judging;
using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.States;
using Judgement = Dxflow.Workflows.Reusing.Judging.Judgement;

namespace Dxflow.Workflows.Reusing.Caching;

/// <summary>
/// Whether a slice about to be queued has a result already: first in the run that is taken over from, then, if its step is cached, in any
/// other. What is to run whatever there is, and what that run would have to change, is not looked for elsewhere.
/// </summary>
internal sealed class RunTakeover(NeutralRun now, Func<RunReuse?> earlier, RunCache? cache)
{
    /// <summary>Told of every slice that is asked about, with its key.</summary>
    public Action<int, int, string, Judgement>? Judged { get; init; }

    public ReuseVerdict Of(RunState state, int step, int slice)
    {
        string key;
        try
        {
            key = now.Key(state, step, slice);
        }
        catch (FlowException)
        {
            // It will say so itself when it starts.
            return default;
        }

        var told = earlier()?.Of(state, step, slice, key);
        if (told is null or { Taken: false, IsForced: false, Error: null } && cache is not null
            && state.NodeOf(step).Step is { Cached: true })
        {
            var found = cache.Judge(state, step, slice);
            told = found.Taken || told is null ? found : told with { Why = $"{told.Why}; {found.Why}" };
        }

        if (told is null)
        {
            return default;
        }

        Judged?.Invoke(step, slice, key, told);
        return told switch
        {
            { Error: { } error } => new ReuseVerdict(Error: error),
            { Taken: true, IsCached: var cached } => new ReuseVerdict(told.From, told.Outputs, cached ? "cached" : told.Passed),
            _ => default,
        };
    }
}
