namespace Dxflow.Objects.Commands.Syncing;

/// <summary>Files that go up in one request; a large one goes alone.</summary>
internal sealed record SyncGroup(IReadOnlyList<SyncStep> Files)
{
    /// <summary>What a file may have to go with others: what is larger gains nothing by it.</summary>
    public const long FileBytesMax = 1 << 20;
    public const int FilesMax = 250;
    private const long BytesMax = 4 << 20;

    public long Bytes { get; } = Files.Sum(static file => file.Size ?? 0);

    public bool IsTogether => Files[0].Size <= FileBytesMax;

    public static IReadOnlyList<SyncGroup> Of(IEnumerable<SyncStep> copied)
    {
        var groups = new List<SyncGroup>();
        var (together, bytes) = (new List<SyncStep>(), 0L);
        foreach (var file in copied)
        {
            if (file.Size > FileBytesMax)
            {
                groups.Add(new SyncGroup([file]));
                continue;
            }

            together.Add(file);
            bytes += file.Size ?? 0;
            if (together.Count == FilesMax || bytes >= BytesMax)
            {
                groups.Add(new SyncGroup(together));
                (together, bytes) = ([], 0);
            }
        }

        return together.Count == 0 ? groups : [.. groups, new SyncGroup(together)];
    }
}
