using Dxflow.Foundation.Meters;

namespace Dxflow.Storage;

/// <summary>
/// What the committer did; written by its thread alone. A commit is one round of syncs, over all journals that had something.
/// </summary>
internal sealed class CommitMeter
{
    private long _bytes;

    /// <summary>How long each commit's syncs took; as many as there were commits.</summary>
    public Histogram Syncs { get; } = new();

    public long Bytes => Volatile.Read(ref _bytes);

    public void Committed(long bytes, TimeSpan synced)
    {
        Volatile.Write(ref _bytes, _bytes + bytes);
        Syncs.Record(synced);
    }
}
