using Dxflow.Foundation.Files;
using Dxflow.Objects.Archives;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;

namespace Dxflow.Objects.Commands.Syncing;

/// <summary>
/// Several files and directories into one directory here, each under its name: 1 all are looked at, there and here; 2 whatever is in the
/// way is said at once, before anything is written; 3 what is alike already is left alone, the rest fetched as by a sync, which goes on
/// where it broke off and compares checksums.
/// </summary>
internal static class SeveralCommands
{
    private const int ToldMax = 20;

    public static async Task<int> DownloadAsync(DownloadObject request, ClientContext context)
    {
        var directory = Path.GetFullPath(context.LocalFile!);
        if (File.Exists(directory))
        {
            throw Fault.Conflict($"{directory} is a file, and several things go into a directory", "name a directory");
        }

        var paths = ObjectPairs.Paths(request.Path, request.Also, "path");
        SeveralTar.CheckNames(paths);

        // 1
        var sides = new List<(ObjectPath Path, SyncSide There, SyncSide Here)>();
        foreach (var path in paths)
        {
            var there = await ThereAsync(context, path);
            sides.Add((path, there, Here(directory, there)));
        }

        // 2
        var inTheWay = sides.SelectMany(static side => SyncPlan.InTheWay(side.There, side.Here)).ToList();
        if (inTheWay.Count > 0)
        {
            throw Fault.Conflict(
                string.Join("; ", inTheWay.Take(ToldMax)) + (inTheWay.Count > ToldMax ? $"; and {inTheWay.Count - ToldMax} more" : ""),
                "move what is in the way, or name another directory; nothing was written");
        }

        // 3
        var done = new SyncDone(0, 0, 0, 0, 0);
        foreach (var (path, there, here) in sides)
        {
            var work = new SyncStepCommands(context, directory, path.Parent, up: false);
            var plan = SyncPlan.Of(there, here, await work.AlikeAsync(here, there), delete: false);
            foreach (var left in plan.LeftOut)
            {
                await context.Output.NoteAsync($"left out: {left} is neither a file nor a directory");
            }

            await work.DoAsync(plan, there);
            done = new SyncDone(
                done.Copied + plan.Steps.Count(static step => step.Act == SyncAct.Copy),
                done.Bytes + plan.Steps.Sum(static step => step.Size ?? 0),
                done.Alike + plan.Alike, done.Created + plan.Steps.Count(static step => step.Act == SyncAct.Create), 0);
        }

        await context.Output.ShowAsync(ObjectJson.Default.SyncDone, done, context.Interrupts.Ended);
        return 0;
    }

    /// <summary>A file, or a directory with all below it, by paths that begin with its name.</summary>
    private static async Task<SyncSide> ThereAsync(ClientContext context, ObjectPath path)
    {
        var info = await context.CallAsync<ShowObject, ObjectInfo>("object.show", new ShowObject(path.Text));
        var all = new SortedDictionary<string, SyncEntry>(ByteOrder.Comparer)
        {
            [path.Name] = new SyncEntry(info.Kind, info.Kind == ObjectKind.Dir ? 0 : info.Size, info.Sha256, info.Executable),
        };
        var below = info.Kind == ObjectKind.Dir ? await SyncStepCommands.ThereAsync(context, path) : null;
        foreach (var (inner, entry) in below?.Entries ?? [])
        {
            all[$"{path.Name}/{inner}"] = entry;
        }

        return new SyncSide(all);
    }

    /// <summary>What is at those places here; a link is itself, and so in the way.</summary>
    private static SyncSide Here(string directory, SyncSide there)
    {
        var all = new SortedDictionary<string, SyncEntry>(ByteOrder.Comparer);
        foreach (var path in there.Entries.Keys)
        {
            if (FileStat.Find(Path.Combine(directory, path)) is { } stat)
            {
                all[path] = SyncSide.EntryOf(stat);
            }
        }

        return new SyncSide(all);
    }
}
