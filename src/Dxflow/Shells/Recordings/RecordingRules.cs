namespace Dxflow.Shells.Recordings;

/// <summary>
/// How long recordings are kept and how large they become: one that was last written longer ago than <see cref="Age"/> goes, then the
/// oldest of those that are together larger than <see cref="Bytes"/>; a single one ends at <see cref="EachBytes"/>.
/// </summary>
internal sealed record RecordingRules(TimeSpan Age, long Bytes, long EachBytes)
{
    /// <summary>
    /// Which of these have to go, oldest first; one that is still being written never does. Without an age or a size that one is no
    /// reason.
    /// </summary>
    public static IReadOnlyList<RecordingInfo> Spent(
        IEnumerable<RecordingInfo> all, TimeSpan? age, long? bytes, DateTimeOffset now)
    {
        var newest = all.OrderByDescending(static one => one.EndedAt).ThenByDescending(static one => one.Name, StringComparer.Ordinal);
        var (spent, sum, isFull) = (new List<RecordingInfo>(), 0L, false);
        foreach (var one in newest)
        {
            isFull |= sum + one.Size > bytes;
            if (!one.Recording && (isFull || now - one.EndedAt > age))
            {
                spent.Insert(0, one);
                continue;
            }

            sum += one.Size;
        }

        return spent;
    }
}
