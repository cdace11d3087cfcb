using Dxflow.Foundation.Values;
using Dxflow.Objects.Trees;

namespace Dxflow.Objects.Keeping;

/// <summary>
/// Which runs the objects of one prune belong to, and what became of those. A run that has ended stays ended, so that is asked once; one
/// that goes on is asked again, for each of its files that would go.
/// </summary>
internal sealed class RunOwners(ObjectTree tree, FindRun find)
{
    private readonly Dictionary<ObjectPath, RunOwner?> _directories = [];
    private readonly Dictionary<RunOwner, RunFate?> _ended = [];

    /// <summary><paramref name="notes"/> are those of the file itself.</summary>
    public RunOwner? Of(ObjectPath path, IReadOnlyDictionary<string, string>? notes) => RunOwner.In(notes) ?? OfDirectory(path.Parent);

    public async Task<bool> GoesOnAsync(RunOwner owner) => await FateAsync(owner) is { EndedAt: null };

    /// <summary>
    /// Why what belonged to a run goes that long after its end; null if it stays. Of a run that is not there it is not known when it ended,
    /// so the file has to have been left alone for as long.
    /// </summary>
    public async Task<string?> WhyAsync(TimeSpan after, RunOwner owner, DateTimeOffset changedAt, DateTimeOffset now)
    {
        var fate = await FateAsync(owner);
        var ago = now - (fate is null ? changedAt : fate.EndedAt ?? now);
        return ago <= after ? null
            : fate is null ? $"its run {owner} is not there, and it was left alone for {Durations.Short(ago)}"
            : $"its run {owner} ended {Durations.Short(ago)} ago";
    }

    private async Task<RunFate?> FateAsync(RunOwner owner)
    {
        if (!_ended.TryGetValue(owner, out var fate))
        {
            fate = await find(owner.Workflow, owner.Number);
            if (fate is not { EndedAt: null })
            {
                _ended[owner] = fate;
            }
        }

        return fate;
    }

    private RunOwner? OfDirectory(ObjectPath path)
    {
        if (!_directories.TryGetValue(path, out var owner))
        {
            using var held = tree.Find(path);
            if (held is { Kind: ObjectKind.Dir })
            {
                using var directory = held.OpenToRead();
                owner = RunOwner.In(ObjectMeta.Read(directory));
            }

            _directories[path] = owner ??= path.IsTop ? null : OfDirectory(path.Parent);
        }

        return owner;
    }
}
