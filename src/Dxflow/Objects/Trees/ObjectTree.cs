using System.Globalization;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Files.Beneath;
using Dxflow.Foundation.Streams;
using Dxflow.Objects.Keeping;
using Dxflow.Operations;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Objects.Trees;

/// <summary>
/// The object storage on the disk: <c>tree/</c> is what everybody sees, <c>incoming/</c> what is not whole yet, or going; nothing there
/// outlives the engine. A file is whole, durable and has its checksum before it gets its name, and its name is durable before anyone is
/// told. No link is ever followed, whoever put it there.
/// </summary>
internal sealed class ObjectTree : IDisposable
{
    public const int EntriesMax = 1_000_000;
    private const int PartBytes = 256 * 1024;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly BeneathDirectory _tree;
    private readonly SafeFileHandle _incoming;
    private readonly string _root;
    private long _number;

    public ObjectTree(string root, ObjectQuota quota)
    {
        var (tree, incoming) = (Path.Combine(root, "tree"), Path.Combine(root, "incoming"));
        foreach (var directory in (string[])[root, tree, incoming])
        {
            FileCalls.CreateDirectory(directory, Private);
        }

        foreach (var leftover in new DirectoryInfo(incoming).GetFileSystemInfos())
        {
            Delete(leftover);
        }

        (_root, Quota) = (root, quota);
        _tree = BeneathDirectory.Open(tree);
        _incoming = FileCalls.Open(incoming, Libc.ReadOnly | Libc.Directory);
    }

    /// <summary>How much more there may be; whoever writes takes it there first.</summary>
    public ObjectQuota Quota { get; }

    public long BytesFree => Math.Min(FileCalls.SpaceOf(_root).AvailableBytes, Quota.BytesLeft);

    public ObjectHold? Find(ObjectPath path) =>
        _tree.Find(path.Text) is { } held ? new ObjectHold(held, FileStat.Of(held, path.Text), path) : null;

    public ObjectHold Get(ObjectPath path) => Find(path) ?? throw ObjectFaults.Missing(path);

    /// <summary>The directory that a path is in, which has to be there, or is made with those on the way.</summary>
    public ObjectPlace PlaceOf(ObjectPath path, bool parents = false)
    {
        if (_tree.FindDirectory(path.Parent.Text) is { } directory)
        {
            return new ObjectPlace(directory, path);
        }

        if (!parents)
        {
            throw Find(path.Parent) is { } other
                ? Other(other)
                : Fault.Missing($"there is no directory '{path.Parent.Text}'", "make it first, or give --parents");
        }

        using (var above = PlaceOf(path.Parent, parents: true))
        {
            Make(above);
        }

        return PlaceOf(path);

        static Fault Other(ObjectHold held)
        {
            held.Dispose();
            return held.Kind == ObjectKind.Link
                ? ObjectFaults.WrongKind(held.Path, "a link, and links are not followed")
                : Fault.Conflict($"'{held.Path.Text}' is not a directory", "give another path");
        }
    }

    /// <summary>False if something has that name.</summary>
    public static bool Make(ObjectPlace place)
    {
        var isNew = DirectoryCalls.TryMake(place.Directory, place.Path.Name, Private, place.Path.Text);
        FileCalls.SyncDirectory(DirectoryCalls.PathOf(place.Directory));
        return isNew;
    }

    /// <summary>A file that is empty and has no path yet.</summary>
    public StagedFile Stage(bool executable)
    {
        var name = NewIncoming();
        return new StagedFile(_incoming, name, NewFile(name, executable));
    }

    /// <summary>A file with these bytes at a place, if they have the checksum that is expected.</summary>
    public async Task WriteAsync(ObjectPlace place, Stream content, UploadObject request, CancellationToken cancel)
    {
        var name = NewIncoming();
        try
        {
            using (var file = NewFile(name, request.Executable))
            {
                var sha256 = await ReceiveAsync(content, file, name, cancel);
                if (request.Sha256 is not null && request.Sha256 != sha256)
                {
                    throw Fault.Invalid(
                        $"what came has the sha256 {sha256}, and {request.Sha256} was announced", "nothing was kept; send it again");
                }

                Note(file, request.Run, name);
                Finish(file, sha256, name);
            }

            place.Take(_incoming, name, request.Replace);
        }
        finally
        {
            DirectoryCalls.Unlink(_incoming, name, name);
        }
    }

    /// <summary>A copy of what is held, at a place.</summary>
    public void Copy(ObjectHold from, ObjectPlace place, bool replace, CancellationToken cancel)
    {
        var name = NewIncoming();
        try
        {
            new TreeCopy(Quota, cancel).Copy(from, _incoming, name);
            FileCalls.SyncDirectory(DirectoryCalls.PathOf(_incoming));
            place.Take(_incoming, name, replace);
        }
        finally
        {
            Clear(name);
        }
    }

    /// <summary>A file at a place, made by writing here and there in it; its checksum.</summary>
    public async Task<string> MakeFileAsync(ObjectPlace place, bool replace, Func<FileStream, Task> write, CancellationToken cancel)
    {
        var name = NewIncoming();
        try
        {
            string sha256;
            await using (var file = new FileStream(NewFile(name, executable: false), FileAccess.ReadWrite, PartBytes))
            {
                await write(file);
                await file.FlushAsync(cancel);
                Quota.Take(file.Length);
                sha256 = new ObjectCheck(cancel).Sha256Of(file.SafeFileHandle, name);
                Finish(file.SafeFileHandle, sha256, name);
            }

            place.Take(_incoming, name, replace);
            return sha256;
        }
        finally
        {
            DirectoryCalls.Unlink(_incoming, name, name);
        }
    }

    /// <summary>
    /// A directory at a place, where nothing is, filled by <paramref name="fill"/>: all of it is there, or none. Without a place it is
    /// filled and goes again.
    /// </summary>
    public async Task MakeDirectoryAsync(ObjectPlace? place, Func<SafeFileHandle, Task> fill)
    {
        var name = NewIncoming();
        try
        {
            DirectoryCalls.TryMake(_incoming, name, Private, name);
            using (var made = FileCalls.OpenAt(_incoming, name, Libc.ReadOnly | Libc.Directory | Libc.NoFollow, name))
            {
                await fill(made);
            }

            FileCalls.SyncDirectory(DirectoryCalls.PathOf(_incoming));
            place?.Take(_incoming, name, replace: false);
        }
        finally
        {
            Clear(name);
        }
    }

    /// <summary>What is at a place is gone at once for everybody; the room it took is given back when this ends.</summary>
    public void Remove(ObjectPlace place, FileStat stat, bool recursive)
    {
        if (stat.Kind != FileKind.Directory)
        {
            BeneathCalls.Remove(place.Directory, place.Path.Name, place.Path.Text);
        }
        else if (!recursive)
        {
            BeneathCalls.RemoveDirectory(place.Directory, place.Path.Name, place.Path.Text);
        }
        else
        {
            var name = NewIncoming();
            BeneathCalls.TryRename(place.Directory, place.Path.Name, _incoming, name, replace: false, place.Path.Text);
            FileCalls.SyncDirectory(DirectoryCalls.PathOf(place.Directory));
            Clear(name);
            return;
        }

        FileCalls.SyncDirectory(DirectoryCalls.PathOf(place.Directory));
    }

    /// <summary>The run that a file belongs to, if it does.</summary>
    public static void Note(SafeFileHandle file, string? run, string path)
    {
        if (run is not null)
        {
            ObjectMeta.Keep(file, RunOwner.Notes(run), path);
        }
    }

    /// <summary>Makes a file's bytes and their checksum durable.</summary>
    public static void Finish(SafeFileHandle file, string sha256, string path)
    {
        ObjectSum.Keep(file, sha256, path);
        FileCalls.Sync(file, path);
    }

    public void Dispose()
    {
        _tree.Dispose();
        _incoming.Dispose();
    }

    private string NewIncoming() => Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture);

    private SafeFileHandle NewFile(string name, bool executable) => FileCalls.OpenAt(
        _incoming, name, Libc.ReadWrite | Libc.Create | Libc.Exclusive | Libc.NoFollow, name,
        executable ? Private : FileCalls.OwnerOnly);

    private async Task<string> ReceiveAsync(Stream content, SafeFileHandle file, string name, CancellationToken cancel)
    {
        using var sum = new PassingSum();
        var intake = new FileIntake(file, name, (part, _) => Quota.Take(part.Length));
        await intake.TakeAsync(content, 0, sum, cancel);
        await intake.SettleAsync();
        return sum.Current();
    }

    private void Clear(string name)
    {
        var path = $"{DirectoryCalls.PathOf(_incoming)}/{name}";
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            DirectoryCalls.Unlink(_incoming, name, name);
        }
    }

    private static void Delete(FileSystemInfo leftover)
    {
        if (leftover is DirectoryInfo { LinkTarget: null } directory)
        {
            directory.Delete(recursive: true);
        }
        else
        {
            leftover.Delete();
        }
    }
}
