using System.Buffers;
using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Artifacts.Storing;

/// <summary>
/// Places one artifact below a directory. Every directory on the way is opened without following links, so that nothing is ever
/// written outside. What is there already is replaced if it is a plain file, entered if it is a directory, else refused: placing again
/// after a crash is fine. Nothing is synced: a task's directory is made again after a power cut.
/// </summary>
internal sealed class Stager(ObjectShelf shelf, Func<string, IReadOnlyList<TreeEntry>> treeOf, StageMode mode, CancellationToken cancel)
{
    private const UnixFileMode ReadAll = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ExecuteAll = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int PartBytes = 1 << 20;

    private bool _canClone = true;

    public void Place(Artifact artifact, string root, string relative)
    {
        if (ConfinedDirectory.Refusal(relative) is { } refusal)
        {
            throw new ArtifactException(ArtifactProblem.Outside, $"{root}/{relative}", refusal);
        }

        var names = relative.Split('/').Where(static name => name is not ("" or ".")).ToList();
        if (names.Count == 0)
        {
            throw new ArtifactException(ArtifactProblem.Outside, $"{root}/{relative}", "the path names nothing below the directory");
        }

        var directory = FileCalls.Open(root, Libc.ReadOnly | Libc.Directory);
        try
        {
            foreach (var name in names[..^1])
            {
                root = $"{root}/{name}";
                var next = Enter(directory, name, root);
                directory.Dispose();
                directory = next;
            }

            Place(artifact, directory, names[^1], $"{root}/{names[^1]}");
        }
        finally
        {
            directory.Dispose();
        }
    }

    private void Place(Artifact artifact, SafeFileHandle directory, string name, string path)
    {
        cancel.ThrowIfCancellationRequested();
        if (artifact.Kind == ArtifactKind.File)
        {
            PlaceFile(artifact, directory, name, path);
            return;
        }

        using var own = Enter(directory, name, path);
        foreach (var entry in treeOf(artifact.Sha256))
        {
            Place(entry.Artifact, own, entry.Name, $"{path}/{entry.Name}");
        }
    }

    private static SafeFileHandle Enter(SafeFileHandle directory, string name, string path)
    {
        var isNew = DirectoryCalls.TryMake(directory, name, Private, path);
        SafeFileHandle entered;
        try
        {
            entered = FileCalls.OpenAt(directory, name, Libc.ReadOnly | Libc.Directory | Libc.NoFollow, path);
        }
        catch (DiskException other) when (other.Errno is Errno.NotDirectory or Errno.Loop)
        {
            throw new ArtifactException(ArtifactProblem.InTheWay, path, "it has to be a directory, and is a file or a link", other);
        }

        if (isNew)
        {
            // The engine's umask keeps others out, and the task may be another user.
            DirectoryCalls.SetMode(entered, ReadAll | ExecuteAll | UnixFileMode.UserWrite, path);
        }

        return entered;
    }

    private void PlaceFile(Artifact artifact, SafeFileHandle directory, string name, string path)
    {
        switch (FileStat.FindAt(directory, name, path)?.Kind)
        {
            case null:
                break;
            case FileKind.Regular:
                DirectoryCalls.Unlink(directory, name, path);
                break;
            default:
                throw new ArtifactException(ArtifactProblem.InTheWay, path, "something that is no plain file has this name already");
        }

        var stored = shelf.PathOf(ArtifactKind.File, artifact.Sha256);
        using var source = OpenStored(stored, artifact);
        var mayLink = mode == StageMode.Shared && !artifact.Executable;
        if (TryWrite(source, artifact, directory, name, path, cloneOnly: mayLink)
            || (mayLink && DirectoryCalls.TryLink(stored, directory, name, path)))
        {
            return;
        }

        TryWrite(source, artifact, directory, name, path, cloneOnly: false);
    }

    private static SafeFileHandle OpenStored(string stored, Artifact artifact)
    {
        try
        {
            return FileCalls.Open(stored, Libc.ReadOnly);
        }
        catch (DiskException missing) when (missing.Errno == Errno.NoEntry)
        {
            throw new ArtifactException(ArtifactProblem.Missing, stored, $"the store does not hold '{artifact.Name}'", missing);
        }
    }

    /// <summary>A file of the task's own: by sharing blocks, else (unless forbidden) by copying.</summary>
    private bool TryWrite(SafeFileHandle source, Artifact artifact, SafeFileHandle directory, string name, string path, bool cloneOnly)
    {
        if (cloneOnly && !_canClone)
        {
            return false;
        }

        using var target = FileCalls.OpenAt(directory, name, Libc.ReadWrite | Libc.Create | Libc.Exclusive | Libc.NoFollow, path);
        var isWhole = false;
        try
        {
            isWhole = _canClone = _canClone && DirectoryCalls.TryClone(source, target, path);
            if (!isWhole && !cloneOnly)
            {
                Copy(source, target, path);
                isWhole = true;
            }

            DirectoryCalls.SetMode(target, ModeOf(artifact), path);
            return isWhole;
        }
        finally
        {
            if (!isWhole)
            {
                DirectoryCalls.Unlink(directory, name, path);
            }
        }
    }

    private UnixFileMode ModeOf(Artifact artifact) =>
        ReadAll | (artifact.Executable ? ExecuteAll : 0) | (mode == StageMode.Writable ? UnixFileMode.UserWrite : 0);

    private void Copy(SafeFileHandle source, SafeFileHandle target, string path)
    {
        var part = ArrayPool<byte>.Shared.Rent(PartBytes);
        try
        {
            for (var offset = 0L; FileCalls.Read(source, part, offset, path) is var read and > 0; offset += read)
            {
                cancel.ThrowIfCancellationRequested();
                FileCalls.Write(target, part.AsSpan(0, read), offset, path);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }
    }
}
