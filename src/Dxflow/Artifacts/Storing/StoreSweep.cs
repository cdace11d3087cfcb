using Dxflow.Foundation.Files;

namespace Dxflow.Artifacts.Storing;

/// <summary>
/// What a removal of unreferenced contents takes. Whether something is younger than <c>before</c> is asked again, under the shelf's lock,
/// as each goes: what is added or renewed while this runs stays.
/// </summary>
internal sealed class StoreSweep(ObjectShelf shelf, DateTimeOffset before, bool dryRun, CancellationToken cancel)
{
    public StoreSize Of(ArtifactKind kind, HashSet<string> live)
    {
        var removed = default(StoreSize);
        foreach (var (sha256, stat) in shelf.All(kind))
        {
            cancel.ThrowIfCancellationRequested();
            if (!live.Contains(sha256) && Goes(kind, sha256, stat))
            {
                removed += new StoreSize(1, stat.Length);
            }
        }

        return removed;
    }

    private bool Goes(ArtifactKind kind, string sha256, FileStat stat) =>
        dryRun ? stat.ChangedAt < before : shelf.RemoveIfOlder(kind, sha256, before);
}
