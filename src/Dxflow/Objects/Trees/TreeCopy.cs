using System.Security.Cryptography;
using Dxflow.Foundation.Files;
using Dxflow.Objects.Keeping;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Objects.Trees;

/// <summary>
/// One copy of a file or of a directory with all below it: blocks are shared where the file system can, checksums are of what lies in the
/// copy, and all of it is durable at the end. Links and what is neither file nor directory are refused.
/// </summary>
internal sealed class TreeCopy(ObjectQuota quota, CancellationToken cancel)
{
    private const int PartBytes = 1 << 20;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly byte[] _part = GC.AllocateUninitializedArray<byte>(PartBytes);
    private bool _canClone = true;
    private int _entries;

    public void Copy(ObjectHold from, SafeFileHandle to, string name) => Copy(from.Handle, from.Stat, to, name, from.Path.Text);

    private void Copy(SafeFileHandle held, FileStat stat, SafeFileHandle to, string name, string path)
    {
        cancel.ThrowIfCancellationRequested();
        if (++_entries > ObjectTree.EntriesMax)
        {
            throw ObjectFaults.WrongKind(ObjectPath.Parse(path), $"part of more than {ObjectTree.EntriesMax} files and directories");
        }

        switch (stat.Kind)
        {
            case FileKind.Regular:
                CopyFile(held, stat, to, name, path);
                break;
            case FileKind.Directory:
                CopyDirectory(held, to, name, path);
                break;
            default:
                throw ObjectFaults.WrongKind(ObjectPath.Parse(path), "neither a file nor a directory, and cannot be copied");
        }
    }

    private void CopyDirectory(SafeFileHandle held, SafeFileHandle to, string name, string path)
    {
        using var from = FileCalls.OpenAt(held, ".", Libc.ReadOnly | Libc.Directory, path);
        DirectoryCalls.TryMake(to, name, Private, path);
        using var made = FileCalls.OpenAt(to, name, Libc.ReadOnly | Libc.Directory | Libc.NoFollow, path);
        foreach (var inner in DirectoryCalls.Names(from))
        {
            using var next = FileCalls.OpenAt(from, inner, Libc.HoldOnly | Libc.NoFollow, $"{path}/{inner}");
            Copy(next, FileStat.Of(next, path), made, inner, $"{path}/{inner}");
        }

        ObjectMeta.Carry(from, made, path);
        FileCalls.SyncDirectory(DirectoryCalls.PathOf(made));
    }

    private void CopyFile(SafeFileHandle held, FileStat stat, SafeFileHandle to, string name, string path)
    {
        quota.Take(stat.Length);
        using var from = FileCalls.Open(DirectoryCalls.PathOf(held), Libc.ReadOnly);
        using var file = FileCalls.OpenAt(
            to, name, Libc.ReadWrite | Libc.Create | Libc.Exclusive | Libc.NoFollow, path,
            stat.IsExecutable ? Private : FileCalls.OwnerOnly);
        _canClone = _canClone && DirectoryCalls.TryClone(from, file, path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var source = _canClone ? file : from;
        for (var length = 0L; FileCalls.Read(source, _part, length, path) is var read and > 0; length += read)
        {
            cancel.ThrowIfCancellationRequested();
            hash.AppendData(_part, 0, read);
            if (!_canClone)
            {
                FileCalls.Write(file, _part.AsSpan(0, read), length, path);
            }
        }

        ObjectMeta.Carry(from, file, path);
        ObjectTree.Finish(file, Convert.ToHexStringLower(hash.GetHashAndReset()), path);
    }
}
