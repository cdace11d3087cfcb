namespace Dxflow.Runtimes.Containers.Specs;

/// <summary>
/// An absolute path with every symbolic link in it followed, as the kernel would. What does not exist yet ends the following: the rest is
/// as it was written. Nothing is said of what happens to the path afterwards.
/// </summary>
internal static class RealPath
{
    /// <summary>As many as Linux follows.</summary>
    private const int LinksMax = 40;

    /// <summary>Null where it cannot be known: a directory that may not be searched, a circle of links.</summary>
    public static string? Of(string path)
    {
        var rest = new Stack<string>(Parts(path).Reverse());
        var real = string.Empty;
        for (var links = 0; rest.TryPop(out var part);)
        {
            if (part == "..")
            {
                real = real.Length == 0 ? real : real[..real.LastIndexOf('/')];
                continue;
            }

            var next = $"{real}/{part}";
            if (!TryLink(next, out var target))
            {
                return null;
            }

            if (target is null)
            {
                real = next;
                continue;
            }

            if (++links > LinksMax)
            {
                return null;
            }

            real = target.StartsWith('/') ? string.Empty : real;
            foreach (var step in Parts(target).Reverse())
            {
                rest.Push(step);
            }
        }

        return real.Length == 0 ? "/" : real;
    }

    private static IEnumerable<string> Parts(string path) => path.Split('/').Where(static part => part is not ("" or "."));

    private static bool TryLink(string path, out string? target)
    {
        target = null;
        try
        {
            if (File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint))
            {
                target = new FileInfo(path).LinkTarget;
                return target is not null;
            }

            return true;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
