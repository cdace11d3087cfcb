using Dxflow.Artifacts;
using Dxflow.Artifacts.Packing;
using Dxflow.Foundation.Files;
using Dxflow.Objects.Archives;
using Dxflow.Objects.Keeping;
using Dxflow.Objects.Trees;
using Dxflow.Operations;

namespace Dxflow.Objects;

/// <summary>
/// The object storage as callers use it. A few look and copy at a time, and others wait; uploads are bounded in number. What is refused
/// has changed nothing.
/// </summary>
internal sealed class ObjectDesk(ObjectTree tree, UploadRoom room)
{
    private const int WorkersMax = 4;

    private readonly SemaphoreSlim _workers = new(WorkersMax);

    public Task<ObjectItems> ListAsync(ListObjects request, Call call) =>
        WorkAsync(call, () => ObjectListing.Of(tree, request, call.Ended));

    public Task<ObjectInfo> CreateAsync(CreateObject request, Call call) => ChangeAsync(call, () =>
    {
        var path = ObjectPath.ParseBelow(request.Path);
        using var place = tree.PlaceOf(path, request.Parents);
        if (!ObjectTree.Make(place) && !(request.Parents && place.Stat is { Kind: FileKind.Directory }))
        {
            throw Fault.Conflict($"'{path.Text}' is there already", "give another path, or --parents");
        }

        return Show(path, call.Ended);
    });

    public async Task<ObjectInfo> UploadAsync(UploadObject request, Stream content, Call call)
    {
        var path = ObjectPath.ParseBelow(request.Path);
        ObjectSum.Check(request.Sha256);
        RunOwner.Check(request.Run);
        await (call.Audited ?? Task.CompletedTask);
        try
        {
            using var entered = room.Enter();
            using var place = tree.PlaceOf(path, request.Parents);
            if (!request.Replace && place.Stat is not null)
            {
                throw ObjectFaults.InTheWay(path, "there already");
            }

            await tree.WriteAsync(place, content, request, call.Ended);
            return await WorkAsync(call, () => Show(path, call.Ended));
        }
        catch (Exception failure) when (ObjectFaults.Of(failure) is { } fault)
        {
            throw fault;
        }
    }

    public Task<Download> DownloadAsync(DownloadObject request, Call call) => WorkAsync(call, () =>
    {
        if (request.Also is { Count: > 0 })
        {
            return Several(ObjectPairs.Paths(request.Path, request.Also, "path"), call.Ended);
        }

        var path = ObjectPath.Parse(request.Path);
        using var held = tree.Get(path);
        if (held.Kind == ObjectKind.Dir)
        {
            CheckAll(held, call.Ended);
            return new Download(
                new TarStream(tar => AddAll(tar, path)), null, "application/x-tar", (path.IsTop ? "objects" : path.Name) + ".tar");
        }

        if (held.Kind != ObjectKind.File)
        {
            throw ObjectFaults.WrongKind(path, "neither a file nor a directory");
        }

        var file = held.OpenToRead();
        var stat = FileStat.Of(file, path.Text);
        var known = ObjectSum.Read(file) is { } sum && sum.IsOf(stat) ? sum.Sha256 : null;
        var tag = known ?? $"{stat.Inode:x}-{stat.Length:x}-{stat.ModifiedAt.ToUnixTimeMilliseconds():x}";
        return new Download(new FileStream(file, FileAccess.Read), stat.Length, MediaTypes.Of(path.Name), path.Name, tag);
    });

    public Task<ObjectInfo> MoveAsync(MoveObject request, Call call) => ChangeAsync(call, () =>
    {
        var pairs = ObjectPairs.Of(tree, request.From, request.To, request.Also, request.Replace);
        foreach (var (from, to) in pairs)
        {
            using var held = tree.Get(from);
            using var source = tree.PlaceOf(from);
            using var place = tree.PlaceOf(to, request.Parents);
            place.Take(source.Directory, from.Name, request.Replace);
        }

        return Show(pairs.Count == 1 ? pairs[0].To : pairs[0].To.Parent, call.Ended);
    });

    public Task<ObjectInfo> CopyAsync(CopyObject request, Call call) => ChangeAsync(call, () =>
    {
        var pairs = ObjectPairs.Of(tree, request.From, request.To, request.Also, request.Replace);
        foreach (var (from, to) in pairs)
        {
            using var held = tree.Get(from);
            using var place = tree.PlaceOf(to, request.Parents);
            if (!request.Replace && place.Stat is not null)
            {
                throw ObjectFaults.InTheWay(to, "there already");
            }

            tree.Copy(held, place, request.Replace, call.Ended);
        }

        return Show(pairs.Count == 1 ? pairs[0].To : pairs[0].To.Parent, call.Ended);
    });

    public Task<ObjectRemoved> RemoveAsync(RemoveObject request, Call call) => ChangeAsync(call, () =>
    {
        var paths = ObjectPairs.Paths(request.Path, request.Also, "path");
        var kinds = paths.Select(path => ObjectPairs.ToRemove(tree, path, request.Recursive)).ToList();
        foreach (var path in paths)
        {
            using var held = tree.Find(path);
            if (held is null)
            {
                // It was below one that went before.
                continue;
            }

            using var place = tree.PlaceOf(path);
            if (place.Stat is { } stat)
            {
                tree.Remove(place, stat, request.Recursive);
            }
        }

        return new ObjectRemoved(paths[0].Text, kinds[0], paths.Count == 1 ? null : [.. paths.Skip(1).Select(static path => path.Text)]);
    });

    public Task<ObjectInfo> ShowAsync(ShowObject request, Call call) =>
        WorkAsync(call, () => Show(ObjectPath.Parse(request.Path), call.Ended));

    public Task<ObjectsVerified> VerifyAsync(VerifyObject request, Call call) => WorkAsync(call, () =>
    {
        using var held = tree.Get(ObjectPath.Parse(request.Path));
        return new ObjectCheck(call.Ended).Of(held);
    });

    /// <summary>Brings an object into the store of what runs take.</summary>
    public async Task<Artifact> TakeAsync(ArtifactStore store, string text, ArtifactKind kind, CancellationToken cancel)
    {
        try
        {
            var path = ObjectPath.Parse(text);
            using var held = tree.Get(path);
            using var file = held.OpenToRead();
            if ((held.Kind == ObjectKind.Dir) != (kind == ArtifactKind.Dir))
            {
                throw ObjectFaults.WrongKind(path, held.Kind == ObjectKind.Dir ? "a directory, not a file" : "a file, not a directory");
            }

            // This name of the open directory leads to it, whatever has its path by now.
            var here = DirectoryCalls.PathOf(file);
            return kind == ArtifactKind.File
                ? await store.AddHandleAsync(file, path.Name, cancel)
                : await store.AddDirectoryAsync(here, here, cancel: cancel) with { Name = path.IsTop ? "objects" : path.Name };
        }
        catch (Exception failure) when (ObjectFaults.Of(failure) is { } fault)
        {
            throw fault;
        }
    }

    private ObjectInfo Show(ObjectPath path, CancellationToken cancel)
    {
        using var held = tree.Get(path);
        var info = new ObjectInfo(path.Text, held.Kind, held.Stat.Length, held.Stat.ModifiedAt, held.Stat.ChangedAt);
        if (held.Kind == ObjectKind.Dir)
        {
            var (entries, bytes) = (0L, 0L);
            foreach (var item in TreeWalk.Below(held.Handle, ObjectPath.DepthMax, null, cancel))
            {
                entries++;
                bytes += item.Stat.Kind == FileKind.Regular ? item.Stat.Length : 0;
            }

            using var directory = held.OpenToRead();
            return info with { Size = bytes, Entries = entries, Meta = ObjectMeta.Read(directory) };
        }

        if (held.Kind != ObjectKind.File)
        {
            return info;
        }

        using var file = held.OpenToRead();
        var sha256 = ObjectSum.Read(file) is { } sum && sum.IsOf(held.Stat)
            ? sum.Sha256 : new ObjectCheck(cancel).Sha256Of(file, path.Text);
        return info with
        {
            MediaType = MediaTypes.Of(path.Name),
            Sha256 = sha256,
            Executable = held.Stat.IsExecutable,
            Meta = ObjectMeta.Read(file),
        };
    }

    private Download Several(IReadOnlyList<ObjectPath> paths, CancellationToken cancel)
    {
        SeveralTar.CheckNames(paths);
        var sources = new List<ObjectHold>();
        try
        {
            foreach (var path in paths)
            {
                var held = tree.Get(path);
                sources.Add(held);
                if (held.Kind == ObjectKind.Dir)
                {
                    CheckAll(held, cancel);
                }
                else if (held.Kind != ObjectKind.File)
                {
                    throw ObjectFaults.WrongKind(path, "neither a file nor a directory");
                }
            }

            return new Download(SeveralTar.Of(sources), null, "application/x-tar", "objects.tar");
        }
        catch
        {
            sources.ForEach(static held => held.Dispose());
            throw;
        }
    }

    /// <summary>What cannot be sent is said before anything is sent.</summary>
    private static void CheckAll(ObjectHold top, CancellationToken cancel)
    {
        foreach (var item in TreeWalk.Below(top.Handle, ObjectPath.DepthMax, null, cancel))
        {
            if (item.Stat.Kind is not (FileKind.Regular or FileKind.Directory))
            {
                throw ObjectFaults.WrongKind(top.Path, $"not to be had whole: {item.Path} is neither a file nor a directory");
            }
        }
    }

    private void AddAll(TarOutput tar, ObjectPath path)
    {
        using var held = tree.Get(path);
        using var directory = held.OpenToRead();
        tar.AddDirectory(DirectoryCalls.PathOf(directory));
    }

    /// <summary>No journal precedes the effect, so it waits for the audit entry.</summary>
    private async Task<T> ChangeAsync<T>(Call call, Func<T> work)
    {
        await (call.Audited ?? Task.CompletedTask);
        return await WorkAsync(call, work);
    }

    private async Task<T> WorkAsync<T>(Call call, Func<T> work)
    {
        await _workers.WaitAsync(call.Ended);
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
            _workers.Release();
        }
    }
}
