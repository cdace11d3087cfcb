using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Files.Beneath;

/// <summary>
/// A directory below which names are opened without ever following a link, whoever changes what lies there meanwhile: by the kernel's own
/// openat2 where there is one, else name by name from open directory to open directory. What is done with a name afterwards is done with
/// the open directory that it stands in.
/// </summary>
internal sealed class BeneathDirectory : IDisposable
{
    private readonly SafeFileHandle _root;
    private readonly string _path;
    private volatile bool _byKernel;

    private BeneathDirectory(SafeFileHandle root, string path, bool byKernel) => (_root, _path, _byKernel) = (root, path, byKernel);

    public static BeneathDirectory Open(string path, bool byKernel = true) =>
        new(FileCalls.Open(path, Libc.HoldOnly | Libc.Directory), path.TrimEnd('/'), byKernel);

    /// <summary>A hold on what has this name, a link itself; null if nothing has. An empty path is the directory.</summary>
    /// <exception cref="PathEscapeException">A link stands in the way, or the path leads out.</exception>
    public SafeFileHandle? Find(string relative)
    {
        var full = $"{_path}/{relative}";
        if (relative.Length == 0)
        {
            return FileCalls.OpenAt(_root, ".", Libc.HoldOnly | Libc.Directory, full);
        }

        if (ConfinedDirectory.Refusal(relative) is { } refusal)
        {
            throw new PathEscapeException(full, refusal);
        }

        try
        {
            var held = _byKernel ? BeneathCalls.TryOpenBeneath(_root, relative, Libc.HoldOnly | Libc.NoFollow, full) : null;
            _byKernel = _byKernel && held is not null;
            return held ?? Walk(relative, full);
        }
        catch (DiskException missing) when (missing.Errno is Errno.NoEntry or Errno.NotDirectory or Errno.NameTooLong)
        {
            return null;
        }
        catch (DiskException outside) when (outside.Errno is Errno.Loop or Errno.CrossDevice)
        {
            throw new PathEscapeException(full, "a link stands in the way, and links are not followed");
        }
    }

    /// <summary>The directory itself, to be read and synced.</summary>
    public SafeFileHandle? FindDirectory(string relative)
    {
        using var held = Find(relative);
        return held is not null && FileStat.Of(held, relative).Kind == FileKind.Directory
            ? FileCalls.OpenAt(held, ".", Libc.ReadOnly | Libc.Directory, relative) : null;
    }

    public void Dispose() => _root.Dispose();

    private SafeFileHandle? Walk(string relative, string full)
    {
        var names = relative.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var directory = _root;
        try
        {
            for (var at = 0; ; at++)
            {
                var next = FileCalls.OpenAt(directory, names[at], Libc.HoldOnly | Libc.NoFollow, full);
                if (directory != _root)
                {
                    directory.Dispose();
                }

                directory = next;
                if (at == names.Length - 1)
                {
                    directory = _root;
                    return next;
                }

                // A link is held as itself here, and is no directory for the next name.
                if (FileStat.Of(next, full).Kind == FileKind.Link)
                {
                    throw new PathEscapeException(full, "a link stands in the way, and links are not followed");
                }
            }
        }
        finally
        {
            if (directory != _root)
            {
                directory.Dispose();
            }
        }
    }
}
