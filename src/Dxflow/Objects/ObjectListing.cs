using Dxflow.Foundation.Files;
using Dxflow.Objects.Trees;
using Dxflow.Operations;

namespace Dxflow.Objects;

/// <summary>A page of what is in a directory.</summary>
internal static class ObjectListing
{
    public const int ItemsMax = 1000;
    private const int PatternLengthMax = 1024;

    public static ObjectItems Of(ObjectTree tree, ListObjects request, CancellationToken cancel)
    {
        var path = ObjectPath.Parse(request.Path);
        var after = request.Cursor is { } cursor ? ObjectPath.ParseBelow(cursor, "cursor").Text : null;
        Check(request);
        using var top = tree.Get(path);
        if (top.Kind != ObjectKind.Dir)
        {
            throw ObjectFaults.WrongKind(path, "not a directory; dxflow object show tells of a file");
        }

        var found = TreeWalk.Below(top.Handle, request.Depth, after, cancel)
            .Where(item => request.Pattern is null || Matches(request.Pattern, item.Path)).Take(request.Limit + 1)
            .Select(item => (item.Path, Item: Item(path, item, request.Sums))).ToList();
        return found.Count <= request.Limit
            ? new ObjectItems([.. found.Select(static one => one.Item)], null)
            : new ObjectItems([.. found.Take(request.Limit).Select(static one => one.Item)], found[^2].Path);
    }

    private static void Check(ListObjects request)
    {
        if (request.Limit is < 1 or > ItemsMax)
        {
            throw Fault.Invalid($"limit must be from 1 to {ItemsMax}, not {request.Limit}");
        }

        if (request.Depth is < 1 or > ObjectPath.DepthMax)
        {
            throw Fault.Invalid($"depth must be from 1 to {ObjectPath.DepthMax}, not {request.Depth}");
        }

        if (request.Pattern is { Length: 0 or > PatternLengthMax })
        {
            throw Fault.Invalid($"pattern must have 1 to {PatternLengthMax} characters");
        }
    }

    /// <summary>A pattern of one name is about names; one with slashes has a part for each name of the path.</summary>
    public static bool Matches(string pattern, string path)
    {
        var parts = pattern.Split('/');
        var names = path.Split('/');
        names = parts.Length == 1 ? names[^1..] : names;
        return parts.Length == names.Length && parts.Zip(names).All(static pair => GlobPattern.MatchesName(pair.First, pair.Second));
    }

    private static ObjectItem Item(ObjectPath path, WalkedObject item, bool sums)
    {
        var kind = ObjectHold.KindOf(item.Stat);
        var full = path.IsTop ? item.Path : $"{path.Text}/{item.Path}";
        return new ObjectItem(
            full, kind, kind == ObjectKind.File ? item.Stat.Length : null, item.Stat.ModifiedAt,
            sums && kind == ObjectKind.File ? KnownSum(item, full) : null);
    }

    /// <summary>Null also of what has gone, or become something else, since it was seen.</summary>
    private static string? KnownSum(WalkedObject item, string path)
    {
        try
        {
            using var file = ObjectCheck.Open(item, path);
            return ObjectSum.Read(file) is { } sum && sum.IsOf(FileStat.Of(file, path)) ? sum.Sha256 : null;
        }
        catch (Exception gone) when (gone is Fault || ObjectFaults.Of(gone) is not null)
        {
            return null;
        }
    }
}
