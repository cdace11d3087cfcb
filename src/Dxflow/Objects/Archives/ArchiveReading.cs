using System.Security.Cryptography;
using Dxflow.Artifacts.Packing;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Files.Beneath;
using Dxflow.Objects.Keeping;
using Dxflow.Objects.Trees;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Objects.Archives;

/// <summary>
/// One archive that becomes a directory. It is filled where nobody else can be, name by name below an open directory without following
/// links, from names that <see cref="ArchiveTree"/> let pass; every path has to be one that an object can have at <paramref name="place"/>.
/// </summary>
internal sealed class ArchiveReading(string name, ObjectPath place, ArchiveTold told, ObjectQuota quota, CancellationToken cancel)
    : IDisposable
{
    private const int PartBytes = 256 * 1024;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly byte[] _part = GC.AllocateUninitializedArray<byte>(PartBytes);
    private readonly List<string> _made = [];
    private BeneathDirectory? _root;
    private (string Path, SafeFileHandle Handle)? _last;

    /// <summary><paramref name="patterns"/> choose; none: everything.</summary>
    public async Task ReadAsync(FileStream archive, SafeFileHandle into, IReadOnlyList<string>? patterns, long bytesLeft)
    {
        _root = BeneathDirectory.Open(DirectoryCalls.PathOf(into));
        var wants = patterns is null ? null : new Func<string, bool>(name => patterns.Any(one => ArchivePattern.Matches(one, name)));
        await new ArchiveInput(new ArchiveTarget(KeepAsync, Make, wants), static () => throw new NotSupportedException(), cancel)
        {
            BytesLeft = bytesLeft,
        }.UnpackAsync(archive, name);
        foreach (var path in _made.Append(""))
        {
            using var directory = DirectoryOf(path);
            FileCalls.SyncDirectory(DirectoryCalls.PathOf(directory));
        }
    }

    /// <summary>Reads and checks all of it, and keeps nothing.</summary>
    public async Task CheckAsync(FileStream archive, IReadOnlyList<string>? patterns)
    {
        var wants = patterns is null ? null : new Func<string, bool>(name => patterns.Any(one => ArchivePattern.Matches(one, name)));
        var target = new ArchiveTarget(
            async (path, content, _) =>
            {
                Entered(path);
                var length = 0L;
                for (; await content.ReadAsync(_part, cancel) is var read and > 0; length += read)
                {
                    told.Add(read);
                }

                return ("", length);
            },
            path => Entered(path), wants);
        await new ArchiveInput(target, static () => throw new NotSupportedException(), cancel).UnpackAsync(archive, name);
    }

    public void Dispose()
    {
        _last?.Handle.Dispose();
        _root?.Dispose();
    }

    private void Make(string path)
    {
        var at = Entered(path);
        DirectoryCalls.TryMake(ParentOf(path), at.Name, Private, path);
        _made.Add(path);
    }

    private async Task<(string Sha256, long Length)> KeepAsync(string path, Stream content, bool executable)
    {
        var at = Entered(path);
        using var file = FileCalls.OpenAt(
            ParentOf(path), at.Name, Libc.ReadWrite | Libc.Create | Libc.Exclusive | Libc.NoFollow, path,
            executable ? Private : FileCalls.OwnerOnly);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        for (; await content.ReadAsync(_part, cancel) is var read and > 0; length += read)
        {
            quota.Take(read);
            hash.AppendData(_part, 0, read);
            FileCalls.Write(file, _part.AsSpan(0, read), length, path);
            told.Add(read);
        }

        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        ObjectTree.Finish(file, sha256, path);
        return (sha256, length);
    }

    private ObjectPath Entered(string path)
    {
        told.Entry(path);
        return ObjectPath.ParseBelow(place.IsTop ? path : $"{place.Text}/{path}", "the archive");
    }

    /// <summary>Most entries stand in the same directory as the one before.</summary>
    private SafeFileHandle ParentOf(string path)
    {
        var parent = path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";
        if (_last is not { } last || last.Path != parent)
        {
            _last?.Handle.Dispose();
            _last = last = (parent, DirectoryOf(parent));
        }

        return last.Handle;
    }

    private SafeFileHandle DirectoryOf(string path) => _root!.FindDirectory(path)
        ?? throw new InvalidOperationException($"{path} is not where it was made");
}
