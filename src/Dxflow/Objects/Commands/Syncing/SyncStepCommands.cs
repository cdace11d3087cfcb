using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Values;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Progress;

namespace Dxflow.Objects.Commands.Syncing;

/// <summary>What a sync does at both ends: looks, compares, and carries out its plan.</summary>
internal sealed class SyncStepCommands(ClientContext context, string directory, ObjectPath there, bool up)
{
    private const int AtOnceMax = 4;
    private const int PageMax = 1000;

    private long _files;
    private long _bytes;

    /// <summary>A directory of the object storage; null if there is none. Paths are an engine's word: each is checked.</summary>
    public static async Task<SyncSide?> ThereAsync(ClientContext context, ObjectPath directory)
    {
        var all = new SortedDictionary<string, SyncEntry>(ByteOrder.Comparer);
        try
        {
            for (var (cursor, first) = (default(string), true); first || cursor is not null; first = false)
            {
                var page = await context.CallAsync<ListObjects, ObjectItems>(
                    "object.list", new ListObjects(directory.Text, ObjectPath.DepthMax, null, PageMax, cursor, Sums: true));
                foreach (var item in page.Items)
                {
                    var path = ObjectPath.ParseBelow(item.Path);
                    if (!path.IsBelow(directory))
                    {
                        throw Fault.Unavailable($"The engine told of '{item.Path}', which is not in '{directory.Text}'.");
                    }

                    all[directory.IsTop ? path.Text : path.Text[(directory.Text.Length + 1)..]] =
                        new SyncEntry(item.Kind, item.Size ?? 0, item.Sha256);
                }

                cursor = page.Next;
            }
        }
        catch (Fault none) when (none.Info.Code == FaultKind.Missing)
        {
            return null;
        }

        return new SyncSide(all);
    }

    /// <summary>Files that have the same content on both sides.</summary>
    public async Task<IReadOnlySet<string>> AlikeAsync(SyncSide mine, SyncSide theirs)
    {
        var alike = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        await EachAsync(SyncPlan.ToCompare(mine, theirs), async (path, cancel) =>
        {
            var known = theirs.Entries[path].Sha256 ?? (await ShowAsync(path)).Sha256;
            await using var file = OpenHere(path);
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel)) == known)
            {
                alike[path] = true;
            }
        });
        return alike.Keys.ToHashSet(StringComparer.Ordinal);
    }

    public async Task DoAsync(SyncPlan plan, SyncSide from)
    {
        await using var progress = new LiveProgress(context.Terminal, context.Options, context.Time);
        if (up && !there.IsTop)
        {
            await context.CallAsync<CreateObject, ObjectInfo>("object.create", new CreateObject(there.Text, Parents: true));
        }
        else if (!up)
        {
            Directory.CreateDirectory(directory);
        }

        var fill = new FillCommands(context, directory, there);
        foreach (var step in plan.Steps.Where(static step => step.Act == SyncAct.Remove))
        {
            await (up ? RemoveThereAsync(step) : ChangeHereAsync(step));
        }

        var created = plan.Steps.Where(static step => step.Act == SyncAct.Create).ToList();
        if (up && created.Count > 0)
        {
            await fill.SendAsync(created, from);
        }

        foreach (var step in up ? [] : created)
        {
            await ChangeHereAsync(step);
        }

        var copied = plan.Steps.Where(static step => step.Act == SyncAct.Copy).ToList();
        var all = copied.Sum(static step => step.Size ?? 0);
        var began = context.Time.GetUtcNow();
        await EachAsync(up ? SyncGroup.Of(copied) : copied.Select(static step => new SyncGroup([step])), async (group, _) =>
        {
            await (!up ? FetchAsync(group.Files[0], from.Entries[group.Files[0].Path], progress)
                : group.IsTogether ? fill.SendAsync(group.Files, from)
                : SendAsync(group.Files[0], from.Entries[group.Files[0].Path], progress));
            var (files, bytes) = (Interlocked.Add(ref _files, group.Files.Count), Interlocked.Add(ref _bytes, group.Bytes));
            var isDone = files == copied.Count;
            progress.Update(new ProgressRow(
                "sync", isDone ? TransferProgress.Done : "moving", began, isDone ? context.Time.GetUtcNow() : null,
                Done: string.Create(
                    CultureInfo.InvariantCulture,
                    $"{files} of {copied.Count} files, {ByteSize.Format(bytes)} of {ByteSize.Format(all)}")));
        });
    }

    private async Task SendAsync(SyncStep step, SyncEntry entry, LiveProgress progress)
    {
        var path = PathThere(step.Path);
        var request = new UploadObject(path, Replace: true, Parents: true, Executable: entry.Executable);
        await using var content = OpenHere(step.Path);
        if (content.Length > UploadCommands.WholeBytesMax)
        {
            await UploadCommands.SendAsync(request, context, content, ObjectCommands.Row(progress, path, content.Length, context.Time));
            return;
        }

        for (var tries = 1; ; tries++)
        {
            try
            {
                content.Position = 0;
                await context.UploadAsync<UploadObject, ObjectInfo>("object.upload", request, content);
                return;
            }
            catch (Exception gone) when (IsPassing(gone) && tries < ClientContext.TriesMax)
            {
                await context.NextEngineAsync(tries, context.Interrupts.Ended);
            }
        }
    }

    private async Task FetchAsync(SyncStep step, SyncEntry entry, LiveProgress progress)
    {
        var path = PathHere(step.Path);
        var info = entry.Sha256 is { } known
            ? new ObjectInfo(PathThere(step.Path), ObjectKind.File, entry.Size, default, default, Sha256: known)
            : await ShowAsync(step.Path);
        var shown = entry.Size > UploadCommands.WholeBytesMax
            ? ObjectCommands.Row(progress, info.Path, info.Size, context.Time)
            : new TransferProgress(info.Size, context.Time, static (_, _, _) => { });
        await DownloadCommands.FetchAsync(context, info, path, shown);
    }

    private Task RemoveThereAsync(SyncStep step) => context.CallAsync<RemoveObject, ObjectRemoved>(
        "object.remove", new RemoveObject(PathThere(step.Path), Recursive: true));

    /// <summary>A link is removed itself; nothing below what it leads to.</summary>
    private Task ChangeHereAsync(SyncStep step)
    {
        var path = PathHere(step.Path);
        try
        {
            if (step.Act == SyncAct.Create)
            {
                Directory.CreateDirectory(path);
            }
            else if (new DirectoryInfo(path) is { Exists: true, LinkTarget: null } whole)
            {
                whole.Delete(recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new Fault(FaultKind.Invalid, $"{path} cannot be changed: {failed.Message}", null, failed);
        }

        return Task.CompletedTask;
    }

    private Task<ObjectInfo> ShowAsync(string path) =>
        context.CallAsync<ShowObject, ObjectInfo>("object.show", new ShowObject(PathThere(path)));

    private Stream OpenHere(string path) => LocalFiles.Open("FILE", PathHere(path), Stream.Null);

    private string PathHere(string path) => Path.Combine(directory, path);

    private string PathThere(string path) => there.IsTop ? path : $"{there.Text}/{path}";

    /// <summary>An engine that went away, rather than one that refuses.</summary>
    public static bool IsPassing(Exception broken) => broken is IOException || broken is Fault { Info.Code: FaultKind.Unavailable };

    private Task EachAsync<T>(IEnumerable<T> all, Func<T, CancellationToken, Task> work) => Parallel.ForEachAsync(
        all, new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = context.Interrupts.Ended },
        async (one, cancel) => await work(one, cancel));
}
