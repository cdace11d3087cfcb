using Dxflow.Foundation.Files;
using Dxflow.Objects.Trees;
using Dxflow.Operations;

namespace Dxflow.Objects;

/// <summary>
/// What a verb is about that takes several paths: all of it is looked at before the first is touched, so that a name that is wrong, or in
/// the way, leaves everything as it was.
/// </summary>
internal static class ObjectPairs
{
    private const int PathsMax = 1000;

    /// <summary>What goes where; with further paths below a directory that is there, each under its name.</summary>
    public static IReadOnlyList<(ObjectPath From, ObjectPath To)> Of(
        ObjectTree tree, string from, string to, IReadOnlyList<string>? also, bool replace)
    {
        if (also is null or { Count: 0 })
        {
            return [Checked(ObjectPath.ParseBelow(from, "from"), ObjectPath.ParseBelow(to, "to"))];
        }

        var directory = ObjectPath.Parse(to, "to");
        using (var held = tree.Get(directory))
        {
            if (held.Kind != ObjectKind.Dir)
            {
                throw ObjectFaults.WrongKind(directory, "not a directory; several things go into one");
            }
        }

        var pairs = Paths(from, also, "from").Select(path => Checked(
            path, ObjectPath.ParseBelow(directory.IsTop ? path.Name : $"{directory.Text}/{path.Name}", "to"))).ToList();
        if (pairs.GroupBy(static pair => pair.To).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            throw Fault.Invalid($"also: two of them would be '{twice.Key.Text}'", "do it one by one, under names of their own");
        }

        foreach (var (source, target) in pairs)
        {
            using var held = tree.Get(source);
            using var there = tree.Find(target);
            if (there is not null && !(replace && there.Kind != ObjectKind.Dir))
            {
                throw ObjectFaults.InTheWay(target, "there already");
            }
        }

        return pairs;
    }

    public static IReadOnlyList<ObjectPath> Paths(string first, IReadOnlyList<string>? also, string field) => also?.Count > PathsMax
        ? throw Fault.Invalid($"also: there may be {PathsMax}, not {also.Count}", "ask several times")
        : [.. (also ?? []).Prepend(first).Select(path => ObjectPath.ParseBelow(path, field))];

    /// <summary>What would be removed; a fault, if it would not be.</summary>
    public static ObjectKind ToRemove(ObjectTree tree, ObjectPath path, bool recursive)
    {
        using var place = tree.PlaceOf(path);
        var stat = place.Stat ?? throw ObjectFaults.Missing(path);
        if (stat.Kind == FileKind.Directory && !recursive)
        {
            using var held = tree.Get(path);
            using var directory = held.OpenToRead();
            if (DirectoryCalls.Names(directory).Count > 0)
            {
                throw Fault.Conflict($"the directory '{path.Text}' is not empty", "--recursive removes it with all below it");
            }
        }

        return ObjectHold.KindOf(stat);
    }

    private static (ObjectPath From, ObjectPath To) Checked(ObjectPath from, ObjectPath to) =>
        from == to ? throw Fault.Conflict($"'{to.Text}' is that already", "give another path")
        : to.IsBelow(from) ? throw Fault.Conflict($"'{to.Text}' is below '{from.Text}'", "give another path")
        : (from, to);
}
