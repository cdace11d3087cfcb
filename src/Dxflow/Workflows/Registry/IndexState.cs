using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Running;

namespace Dxflow.Workflows.Registry;

/// <summary>
/// A run as the index knows it; <see cref="Sealed"/> is set once it has ended. <see cref="Trace"/>: the span that asked for it.
/// </summary>
internal sealed record RunEntry(
    string Id, string Workflow, int Number, int Revision, RunKind Kind, long CreatedAt, string? By, RunSealed? Sealed,
    string? Trace = null)
{
    public bool IsLive => Sealed is null;
}

/// <summary>A workflow as the index knows it: its revisions by digest, and its runs by number.</summary>
internal sealed class WorkflowEntry(string name, long createdAt)
{
    public string Name { get; } = name;

    public long CreatedAt { get; } = createdAt;

    public long UpdatedAt { get; set; } = createdAt;

    public int Revision { get; set; }

    public string Digest { get; set; } = string.Empty;

    /// <summary>Numbers are never used twice, also not after a run was removed.</summary>
    public int NextRun { get; set; } = 1;

    public SortedDictionary<int, RunEntry> Runs { get; } = [];
}

/// <summary>
/// What exists: workflows, their revisions and runs. <see cref="Apply"/> is total and decides nothing; replaying the index journal
/// through it gives the state back. Idempotency keys are kept for a day and at most <see cref="KeysMax"/>.
/// </summary>
internal sealed class IndexState
{
    public const int KeysMax = 10_000;
    private static readonly long KeyLifetimeMs = (long)TimeSpan.FromHours(24).TotalMilliseconds;
    private readonly Dictionary<string, (string Workflow, int Number)> _runs = [];
    private readonly Dictionary<string, string> _runByKey = [];
    private readonly Queue<(string Key, long At)> _keys = [];

    public SortedDictionary<string, WorkflowEntry> Workflows { get; } = new(StringComparer.Ordinal);

    public IEnumerable<RunEntry> LiveRuns => Workflows.Values.SelectMany(workflow => workflow.Runs.Values).Where(run => run.IsLive);

    /// <summary>The run that the same request made before, if it did.</summary>
    public RunEntry? FindByKey(string key) => _runByKey.TryGetValue(key, out var run) ? Find(run) : null;

    public RunEntry? Find(string run) =>
        _runs.TryGetValue(run, out var at) && Workflows.TryGetValue(at.Workflow, out var workflow)
            ? workflow.Runs.GetValueOrDefault(at.Number)
            : null;

    public void Apply(IndexEvent fact)
    {
        switch (fact)
        {
            case WorkflowSaved saved:
                Apply(saved);
                break;
            case WorkflowRemoved removed:
                Workflows.Remove(removed.Name);
                break;
            case RunRegistered registered:
                Apply(registered);
                break;
            case RunSealed end when Find(end.Run) is { } run:
                Workflows[run.Workflow].Runs[run.Number] = run with { Sealed = end };
                break;
            case RunRemoved gone when Find(gone.Run) is { } run:
                Workflows[run.Workflow].Runs.Remove(run.Number);
                _runs.Remove(gone.Run);
                break;
        }
    }

    private void Apply(WorkflowSaved saved)
    {
        if (!Workflows.TryGetValue(saved.Name, out var workflow))
        {
            Workflows[saved.Name] = workflow = new WorkflowEntry(saved.Name, saved.At);
        }

        workflow.Revision = saved.Revision;
        workflow.Digest = saved.Digest;
        workflow.UpdatedAt = saved.At;
    }

    private void Apply(RunRegistered fact)
    {
        if (!Workflows.TryGetValue(fact.Workflow, out var workflow))
        {
            return;
        }

        workflow.Runs[fact.Number] = new RunEntry(fact.Run, fact.Workflow, fact.Number, fact.Revision, fact.Kind, fact.At, fact.By, null,
            fact.Trace);
        workflow.NextRun = Math.Max(workflow.NextRun, fact.Number + 1);
        _runs[fact.Run] = (fact.Workflow, fact.Number);
        if (fact.Key is { } key)
        {
            _runByKey[key] = fact.Run;
            _keys.Enqueue((key, fact.At));
            ForgetKeys(fact.At);
        }
    }

    private void ForgetKeys(long now)
    {
        while (_keys.Count > KeysMax || (_keys.TryPeek(out var oldest) && now - oldest.At > KeyLifetimeMs))
        {
            _runByKey.Remove(_keys.Dequeue().Key);
        }
    }
}
