using Dxflow.Operations;

namespace Dxflow.Objects.Commands.Syncing;

/// <summary>
/// What makes one directory like another: pure, from what both hold and which files of the same size differ. Removals come first, the
/// upper ones only, then directories, then files. What stands in the way of something and is not to be removed is an error before anything
/// is done; so is a link at a place that is to be written.
/// </summary>
internal sealed record SyncPlan(IReadOnlyList<SyncStep> Steps, long Alike, IReadOnlyList<string> LeftOut)
{
    /// <summary>Files of both sides that have the same size, and so have to be compared by their checksums.</summary>
    public static IEnumerable<string> ToCompare(SyncSide from, SyncSide to) => from.Entries
        .Where(one => one.Value.Kind == ObjectKind.File && to.Entries.GetValueOrDefault(one.Key) is { Kind: ObjectKind.File } other
            && other.Size == one.Value.Size)
        .Select(static one => one.Key);

    /// <summary>What of the one cannot be at its place in the other without that something is removed there.</summary>
    public static IEnumerable<string> InTheWay(SyncSide from, SyncSide to) => to.Entries
        .Where(other => from.Entries.GetValueOrDefault(other.Key) is { Kind: ObjectKind.File or ObjectKind.Dir } wanted
            && wanted.Kind != other.Value.Kind)
        .Select(other => $"'{other.Key}' is {Name(from.Entries[other.Key].Kind)} in the one and {Name(other.Value.Kind)} in the other");

    public static SyncPlan Of(SyncSide from, SyncSide to, IReadOnlySet<string> alike, bool delete)
    {
        var removed = new List<SyncStep>();
        var gone = new HashSet<string>(StringComparer.Ordinal);
        var created = new List<SyncStep>();
        var copied = new List<SyncStep>();
        foreach (var (path, other) in to.Entries)
        {
            var wanted = from.Entries.GetValueOrDefault(path);
            var isInTheWay = wanted is { Kind: ObjectKind.File or ObjectKind.Dir } && wanted.Kind != other.Kind;
            if (isInTheWay && !delete)
            {
                throw Fault.Conflict(
                    $"'{path}' is {Name(wanted!.Kind)} in the one and {Name(other.Kind)} in the other", "--delete replaces it, or move it");
            }

            if (delete && (wanted is null || isInTheWay) && !Above(path).Any(gone.Contains))
            {
                gone.Add(path);
                removed.Add(new SyncStep(path, SyncAct.Remove));
            }
        }

        foreach (var (path, wanted) in from.Entries)
        {
            var isThere = to.Entries.GetValueOrDefault(path) is { } other && other.Kind == wanted.Kind;
            if (wanted.Kind == ObjectKind.Dir && !isThere)
            {
                created.Add(new SyncStep(path, SyncAct.Create));
            }
            else if (wanted.Kind == ObjectKind.File && !alike.Contains(path))
            {
                copied.Add(new SyncStep(path, SyncAct.Copy, wanted.Size));
            }
        }

        return new SyncPlan(
            [.. removed, .. created, .. copied], alike.Count,
            [.. from.Entries.Where(static one => one.Value.Kind is ObjectKind.Link or ObjectKind.Other).Select(static one => one.Key)]);
    }

    private static IEnumerable<string> Above(string path)
    {
        for (var at = path.LastIndexOf('/'); at > 0; at = path.LastIndexOf('/', at - 1))
        {
            yield return path[..at];
        }
    }

    private static string Name(ObjectKind kind) => kind switch
    {
        ObjectKind.File => "a file",
        ObjectKind.Dir => "a directory",
        ObjectKind.Link => "a link",
        _ => "neither file nor directory",
    };
}
