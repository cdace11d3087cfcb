using Dxflow.Foundation.Files;

namespace Dxflow.Tests.Foundation.Files;

internal enum DiskOperation
{
    Create,
    Write,
    Truncate,
    Allocate,
    Sync,
    Rename,
    Unlink,
    CreateDirectory,
    SyncDirectory,
}

/// <summary>The machine stopped in the middle of a call. Everything that was open is gone.</summary>
internal sealed class DiskCrash() : Exception("the machine stopped");

/// <summary>
/// A disk in memory that fails, fills up and crashes on demand, and knows what survives: bytes only after a sync, names only after a
/// sync of their directory, anything in between by the seed. May be used by several threads.
/// </summary>
internal sealed class ScriptedDisk(int seed = 0) : IDisk
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private readonly ScriptedDirectory _root = new();
    private readonly Dictionary<DiskOperation, (int Calls, int Errno)> _failures = [];
    private int _generation;
    private bool _isDown;
    private long _usedBytes;

    /// <summary>Bytes that files may have in all; null is no limit.</summary>
    public long? CapacityBytes { get; set; }

    /// <summary>Changing calls so far.</summary>
    public int Operations { get; private set; }

    /// <summary>The machine stops in the call that has this number; null never.</summary>
    public int? CrashAt { get; set; }

    /// <summary>Called before each changing call, outside of all locks: a test may hold the call up.</summary>
    public Action<DiskOperation, string>? Before { get; set; }

    /// <summary>Lets the n-th of such calls from now on fail, once.</summary>
    public void Fail(DiskOperation operation, int nth = 1, int errno = Errno.InputOutput)
    {
        lock (_gate)
        {
            _failures[operation] = (nth, errno);
        }
    }

    /// <summary>
    /// Restart after a crash or at will. A killed process leaves what the kernel knows; a power cut only what was durable, and by the
    /// seed more.
    /// </summary>
    public void Restart(bool powerCut = true)
    {
        lock (_gate)
        {
            (_generation, _isDown, CrashAt) = (_generation + 1, false, null);
            _failures.Clear();
            if (powerCut)
            {
                _root.CutPower(_random, []);
            }

            _usedBytes = _root.Bytes();
        }
    }

    public IDiskFile Open(string path, DiskOpen how, UnixFileMode mode = FileCalls.OwnerOnly)
    {
        var (directory, name) = Locate(path);
        lock (_gate)
        {
            var errno = directory.Find(name) switch
            {
                ScriptedDirectory => Errno.IsDirectory,
                null when how is DiskOpen.Read or DiskOpen.Write => Errno.NoEntry,
                not null when how == DiskOpen.Create => Errno.Exists,
                _ => 0,
            };
            if (errno != 0)
            {
                throw new DiskException("open", path, errno);
            }
        }

        if (directory.Find(name) is not ScriptedNode { Content: { } content })
        {
            content = new ScriptedContent();
            Change(DiskOperation.Create, path, () => directory.Set((name, new ScriptedNode(content))));
        }
        else if (how == DiskOpen.Replace)
        {
            Change(DiskOperation.Truncate, path, () => SetLength(content, 0));
        }

        return new ScriptedFile(this, path, content, _generation);
    }

    public DiskEntry? Find(string path)
    {
        var (directory, name) = Locate(path);
        lock (_gate)
        {
            return directory.Find(name) is { } node ? Entry(name, node) : null;
        }
    }

    public IReadOnlyList<DiskEntry> List(string directory)
    {
        lock (_gate)
        {
            var entries = DirectoryAt(directory).Entries.Select(entry => Entry(entry.Key, entry.Value));
            return [.. entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
    }

    public void Rename(string from, string to)
    {
        var (source, name) = Locate(from);
        var (target, newName) = Locate(to);
        Change(DiskOperation.Rename, $"{from} to {to}", () =>
        {
            var node = source.Find(name) ?? throw new DiskException("rename", from, Errno.NoEntry);
            _usedBytes -= target.Find(newName) is { Content: { } old } ? old.Length : 0;
            if (ReferenceEquals(source, target))
            {
                source.Set((name, null), (newName, node));
            }
            else
            {
                target.Set((newName, node));
                source.Set((name, null));
            }
        });
    }

    public void Unlink(string path)
    {
        var (directory, name) = Locate(path);
        Change(DiskOperation.Unlink, path, () =>
        {
            if (directory.Find(name) is { } node)
            {
                _usedBytes -= node.Content?.Length ?? 0;
                directory.Set((name, null));
            }
        });
    }

    public void CreateDirectory(string path)
    {
        var (directory, name) = Locate(path);
        Change(DiskOperation.CreateDirectory, path, () =>
        {
            if (directory.Find(name) is null)
            {
                directory.Set((name, new ScriptedDirectory()));
            }
        });
    }

    public void SyncDirectory(string directory) => Change(DiskOperation.SyncDirectory, directory, () => DirectoryAt(directory).Sync());

    internal int Read(ScriptedFile file, Span<byte> buffer, long offset)
    {
        lock (_gate)
        {
            Check(file);
            return file.Content.Read(buffer, offset);
        }
    }

    internal void Write(ScriptedFile file, ReadOnlySpan<byte> bytes, long offset)
    {
        var copy = bytes.ToArray();
        Change(DiskOperation.Write, file.Path, () =>
        {
            Check(file);
            var fits = Fit(file.Content, offset + copy.Length) - offset;
            Extend(file.Content, offset + Math.Min(fits, copy.Length));
            file.Content.Write(copy.AsSpan(0, (int)Math.Clamp(fits, 0, copy.Length)), offset);
            ThrowIfFull("write", file.Path, fits < copy.Length);
        }, partly: () => file.Content.Write(copy.AsSpan(0, _random.Next(copy.Length)), offset));
    }

    internal void SetLength(ScriptedFile file, DiskOperation operation, long length) => Change(operation, file.Path, () =>
    {
        Check(file);
        if (operation == DiskOperation.Truncate || length > file.Content.Length)
        {
            ThrowIfFull("fallocate", file.Path, Fit(file.Content, length) < length);
            SetLength(file.Content, length);
        }
    });

    internal void Sync(ScriptedFile file)
    {
        try
        {
            Change(DiskOperation.Sync, file.Path, () =>
            {
                Check(file);
                file.Content.Sync();
            });
        }
        catch (DiskException)
        {
            file.Content.Doom();
            throw;
        }
    }

    private void Change(DiskOperation operation, string path, Action change, Action? partly = null)
    {
        Before?.Invoke(operation, path);
        lock (_gate)
        {
            ThrowIfDown();
            Operations++;
            if (Operations == CrashAt)
            {
                _isDown = true;
                partly?.Invoke();
                throw new DiskCrash();
            }

            if (_failures.TryGetValue(operation, out var failure))
            {
                _failures[operation] = failure with { Calls = failure.Calls - 1 };
                if (failure.Calls == 1)
                {
                    throw operation is DiskOperation.Sync or DiskOperation.SyncDirectory
                        ? new DiskSyncException("fsync", path, failure.Errno)
                        : DiskException.For(operation.ToString(), path, failure.Errno);
                }
            }

            change();
        }
    }

    private void Check(ScriptedFile file)
    {
        ThrowIfDown();
        if (file.Generation != _generation)
        {
            throw new DiskCrash();
        }
    }

    private void ThrowIfDown()
    {
        if (_isDown)
        {
            throw new DiskCrash();
        }
    }

    private void SetLength(ScriptedContent content, long length)
    {
        _usedBytes += length - content.Length;
        content.SetLength(length);
    }

    private void Extend(ScriptedContent content, long end) => _usedBytes += Math.Max(end - content.Length, 0);

    /// <summary>How far a file may grow towards an end.</summary>
    private long Fit(ScriptedContent content, long end) =>
        CapacityBytes is { } capacity ? Math.Min(end, content.Length + Math.Max(capacity - _usedBytes, 0)) : end;

    private static void ThrowIfFull(string operation, string path, bool full)
    {
        if (full)
        {
            throw new DiskFullException(operation, path, Errno.NoSpace);
        }
    }

    private static DiskEntry Entry(string name, ScriptedNode node) =>
        new(name, node is ScriptedDirectory, node.Content?.Length ?? 0);

    private (ScriptedDirectory Directory, string Name) Locate(string path) =>
        (DirectoryAt(Path.GetDirectoryName(path)!), Path.GetFileName(path));

    private ScriptedDirectory DirectoryAt(string path)
    {
        lock (_gate)
        {
            ThrowIfDown();
            var directory = _root;
            foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                directory = directory.Find(name) as ScriptedDirectory ?? throw new DiskException("open", path, Errno.NoEntry);
            }

            return directory;
        }
    }
}
