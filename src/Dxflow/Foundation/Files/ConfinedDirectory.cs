using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Files;

/// <summary>What a path led to: a hold on it (to be opened by <see cref="OpenToRead"/>) and what it is, never a link.</summary>
internal sealed record ConfinedEntry(SafeFileHandle Hold, FileStat Stat, string Path) : IDisposable
{
    public SafeFileHandle OpenToRead() => FileCalls.Open(DirectoryCalls.PathOf(Hold), Libc.ReadOnly);

    public void Dispose() => Hold.Dispose();
}

/// <summary>
/// A directory that no path leaves, whatever links lie in it and whoever changes them meanwhile: paths are walked name by name from
/// open directory to open directory, links are read and walked the same way, and <c>..</c> goes back on the way that was come.
/// </summary>
internal sealed class ConfinedDirectory : IDisposable
{
    private const int LinksMax = 40;

    private readonly SafeFileHandle _root;

    private ConfinedDirectory(SafeFileHandle root, string path) => (_root, Path) = (root, path);

    public string Path { get; }

    /// <summary>Opens a directory; links in its own path are the caller's.</summary>
    public static ConfinedDirectory Open(string path) =>
        new(FileCalls.Open(path, Libc.HoldOnly | Libc.Directory), path.TrimEnd('/'));

    /// <summary>Why a text from outside cannot be a path below a directory; null if it can.</summary>
    public static string? Refusal(string relative) =>
        relative.Length == 0 ? "the path is empty"
        : relative.Contains('\0') ? "the path holds a NUL character"
        : relative.StartsWith('/') ? "the path is absolute; it has to be relative to the directory"
        : relative.Split('/').Contains("..") ? "the path would leave the directory by '..'"
        : null;

    /// <summary>What a path leads to, following links that stay inside; null if there is nothing.</summary>
    /// <exception cref="PathEscapeException">
    /// The path, or a link on its way, leads out of the directory, or links run in a circle.
    /// </exception>
    public ConfinedEntry? Find(string relative)
    {
        var full = $"{Path}/{relative}";
        if (relative.Contains('\0') || relative.StartsWith('/'))
        {
            throw new PathEscapeException(full, Refusal(relative)!);
        }

        var way = new Stack<SafeFileHandle>();
        way.Push(_root);
        SafeFileHandle? held = null;
        try
        {
            return Walk(new Stack<string>(relative.Split('/').Reverse()), way, full, ref held);
        }
        finally
        {
            held?.Dispose();
            while (way.Pop() is var directory && directory != _root)
            {
                directory.Dispose();
            }
        }
    }

    public void Dispose() => _root.Dispose();

    private ConfinedEntry? Walk(Stack<string> names, Stack<SafeFileHandle> way, string full, ref SafeFileHandle? held)
    {
        var links = 0;
        while (names.TryPop(out var name))
        {
            if (name is "" or ".")
            {
                continue;
            }

            if (name == "..")
            {
                GoBack(way, full);
                continue;
            }

            held = TryHold(way.Peek(), name, full);
            if (held is null)
            {
                return null;
            }

            var stat = FileStat.Of(held, full);
            switch (stat.Kind)
            {
                case FileKind.Link:
                    if (++links > LinksMax)
                    {
                        throw new PathEscapeException(full, "its links run in a circle");
                    }

                    Follow(DirectoryCalls.ReadLink(held, full), names, way, full);
                    held.Dispose();
                    break;
                case FileKind.Directory:
                    way.Push(held);
                    break;
                default:
                    var found = names.Any(static rest => rest.Length > 0) ? null : new ConfinedEntry(held, stat, full);
                    held = found is null ? held : null;
                    return found;
            }

            held = null;
        }

        // Its own handle, because the way is closed.
        var directory = FileCalls.OpenAt(way.Peek(), ".", Libc.HoldOnly | Libc.Directory, full);
        return new ConfinedEntry(directory, FileStat.Of(directory, full), full);
    }

    private static SafeFileHandle? TryHold(SafeFileHandle directory, string name, string full)
    {
        try
        {
            return FileCalls.OpenAt(directory, name, Libc.HoldOnly | Libc.NoFollow, full);
        }
        catch (DiskException missing) when (missing.Errno is Errno.NoEntry or Errno.NotDirectory)
        {
            return null;
        }
    }

    private void GoBack(Stack<SafeFileHandle> way, string full)
    {
        if (way.Count == 1)
        {
            throw new PathEscapeException(full, "it leads out of the directory by '..'");
        }

        way.Pop().Dispose();
    }

    private void Follow(string target, Stack<string> names, Stack<SafeFileHandle> way, string full)
    {
        if (target.StartsWith('/'))
        {
            // A task that links by absolute path within its own directory means no harm.
            if (!target.StartsWith(Path + "/", StringComparison.Ordinal))
            {
                throw new PathEscapeException(full, $"a link leads out of the directory, to {target}");
            }

            while (way.Count > 1)
            {
                way.Pop().Dispose();
            }

            target = target[(Path.Length + 1)..];
        }

        foreach (var name in target.Split('/').Reverse())
        {
            names.Push(name);
        }
    }
}
