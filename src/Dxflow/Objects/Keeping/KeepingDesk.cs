using Dxflow.Foundation.Files;
using Dxflow.Foundation.Files.Beneath;
using Dxflow.Objects.Trees;
using Dxflow.Operations;

namespace Dxflow.Objects.Keeping;

/// <summary>
/// What is noted of objects, and which of them go. What a share leads to is never pruned, nor what belongs to a run that goes on. A run has
/// copies of what it took, so nothing else refers to objects.
/// </summary>
internal sealed class KeepingDesk(ObjectTree tree, Func<ObjectPath, bool> isShared, FindRun find, TimeProvider time) : IDisposable
{
    private const int ItemsMax = 1000;

    private readonly SemaphoreSlim _turn = new(1);

    public Task<ObjectInfo> SetAsync(SetObject request, Call call) => InTurnAsync(call, () =>
    {
        var path = ObjectPath.ParseBelow(request.Path);
        using var held = tree.Get(path);
        using var file = held.OpenToRead();
        var pairs = new Dictionary<string, string>(ObjectMeta.Read(file) ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach (var name in request.Unset ?? [])
        {
            pairs.Remove(name);
        }

        foreach (var (name, value) in request.Meta ?? new Dictionary<string, string>())
        {
            pairs[name] = value;
        }

        ObjectMeta.Keep(file, pairs, path.Text);
        FileCalls.Sync(file, path.Text);
        return Task.FromResult(new ObjectInfo(
            path.Text, held.Kind, held.Stat.Length, held.Stat.ModifiedAt, held.Stat.ChangedAt, Meta: ObjectMeta.Read(file)));
    });

    public Task<PrunedObjects> PruneAsync(PruneObjects request, Call call)
    {
        PruneRule.Check(request);
        return InTurnAsync(call, async () =>
        {
            using var top = tree.Get(ObjectPath.Parse(request.Path));
            if (top.Kind != ObjectKind.Dir)
            {
                throw ObjectFaults.WrongKind(top.Path, "not a directory");
            }

            return await PruneAsync(top, request, call.Ended);
        });
    }

    public void Dispose() => _turn.Dispose();

    private async Task<PrunedObjects> PruneAsync(ObjectHold top, PruneObjects request, CancellationToken cancel)
    {
        var (items, files, bytes, shared, running) = (new List<PrunedObject>(), 0L, 0L, 0L, 0L);
        var (owners, now) = (new RunOwners(tree, find), time.GetUtcNow());
        foreach (var item in TreeWalk.Below(top.Handle, ObjectPath.DepthMax, null, cancel))
        {
            var path = ObjectPath.Parse(top.Path.IsTop ? item.Path : $"{top.Path.Text}/{item.Path}");
            if (item.Stat.Kind != FileKind.Regular
                || PruneRule.Why(request, item.Path, item.Stat, () => MetaOf(item, path.Text), now) is not { } why)
            {
                continue;
            }

            var owner = owners.Of(path, MetaOf(item, path.Text));
            var goesOn = owner is { } one && await owners.GoesOnAsync(one);
            if (request.AfterRun is { } after && !goesOn)
            {
                if (owner is not { } ended || await owners.WhyAsync(after, ended, item.Stat.ChangedAt, now) is not { } over)
                {
                    continue;
                }

                why = why.Length == 0 ? over : $"{why}, {over}";
            }

            if (goesOn || isShared(path))
            {
                (running, shared) = (running + (goesOn ? 1 : 0), shared + (goesOn ? 0 : 1));
                continue;
            }

            if (!request.DryRun && !Remove(item, path.Text))
            {
                continue;
            }

            files++;
            bytes += item.Stat.Length;
            if (items.Count < ItemsMax)
            {
                items.Add(new PrunedObject(path.Text, item.Stat.Length, item.Stat.ModifiedAt, why));
            }
        }

        return new PrunedObjects(items, files, bytes, shared, running);
    }

    /// <summary>False of what has become something else since it was looked at.</summary>
    private static bool Remove(WalkedObject item, string path)
    {
        if (FileStat.FindAt(item.Directory, item.Name, path) is not { } stat
            || (stat.Inode, stat.ModifiedAt) != (item.Stat.Inode, item.Stat.ModifiedAt))
        {
            return false;
        }

        BeneathCalls.Remove(item.Directory, item.Name, path);
        FileCalls.SyncDirectory(DirectoryCalls.PathOf(item.Directory));
        return true;
    }

    private static IReadOnlyDictionary<string, string>? MetaOf(WalkedObject item, string path)
    {
        using var file = ObjectCheck.Open(item, path);
        return ObjectMeta.Read(file);
    }

    private async Task<T> InTurnAsync<T>(Call call, Func<Task<T>> work)
    {
        await (call.Audited ?? Task.CompletedTask);
        await _turn.WaitAsync(call.Ended);
        try
        {
            return await Task.Run(work, call.Ended);
        }
        catch (Exception failure) when (ObjectFaults.Of(failure) is { } fault)
        {
            throw fault;
        }
        finally
        {
            _turn.Release();
        }
    }
}
