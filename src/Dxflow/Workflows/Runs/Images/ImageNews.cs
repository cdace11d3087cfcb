using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning.Stored;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Runs.Images;

/// <summary>
/// How far the pulls and builds are that a run waits for, as events for one who follows it: each when it has changed since it was told
/// last. They are no facts and in no journal, so each has the number of the fact before it: a stream that is taken up there misses
/// nothing.
/// </summary>
internal sealed class ImageNews(Func<IEnumerable<TaskProgress>> progress, StepNames names)
{
    /// <summary>Told at one time; of more the first by their steps.</summary>
    public const int AtOnceMax = 50;

    private readonly Dictionary<AttemptId, TaskProgress> _told = [];

    /// <summary>What is to be told now; null where there is nothing.</summary>
    public IReadOnlyList<TaskProgress>? Next()
    {
        var now = progress().Where(one => names.Knows(one.Id.Step))
            .OrderBy(static one => (one.Id.Step, one.Id.Slice)).Take(AtOnceMax).ToList();
        foreach (var gone in _told.Keys.Except(now.Select(static one => one.Id)).ToList())
        {
            _told.Remove(gone);
        }

        var changed = now.Where(one => _told.GetValueOrDefault(one.Id) != one).ToList();
        changed.ForEach(one => _told[one.Id] = one);
        return changed.Count == 0 ? null : changed;
    }

    public RunEventInfo Event(TaskProgress one, long sequence, DateTimeOffset at, SecretMask mask) => new(
        sequence,
        at,
        "progress",
        names.Name(one.Id.Step),
        one.Id.Attempt,
        one.State,
        Detail: one.Text.Length == 0 ? null : mask.Of(one.Text),
        Slice: names.Node(one.Id.Step).Step?.Fan is null ? null : one.Id.Slice);
}
