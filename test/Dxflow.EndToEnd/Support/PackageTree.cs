namespace Dxflow.EndToEnd.Support;

/// <summary>
/// A file system for containers made of Debian packages that are installed on this machine, with all they depend on: the files are taken
/// from where they are, so that an image needs no registry.
/// </summary>
internal static class PackageTree
{
    /// <summary>What a container has no use for unless it is asked for, though something here says that it depends on it.</summary>
    private static readonly HashSet<string> Left =
        ["dpkg", "debconf", "debianutils", "awk", "mawk", "init-system-helpers", "util-linux-extra", "perl", "perl-base", "mailcap"];

    private static readonly string[] Unused =
        ["/usr/share/doc/", "/usr/share/man/", "/usr/share/locale/", "/usr/share/lintian/", "/usr/share/info/"];

    /// <summary>The layout of a merged /usr.</summary>
    private static readonly string[] Links = ["bin", "sbin", "lib", "lib64"];

    /// <summary>Writes the tree as a tar archive and names it.</summary>
    public static async Task<string> WriteAsync(string directory, params string[] packages)
    {
        var paths = new SortedSet<string>(Links, StringComparer.Ordinal);
        foreach (var package in await ClosureAsync(packages))
        {
            foreach (var path in (await Tool.Text("dpkg", "", "-L", package)).Split('\n').Where(IsWanted))
            {
                // As it is called where no link leads to it.
                paths.Add((await CanonicalAsync(path)).TrimStart('/'));
            }
        }

        var list = Path.Join(directory, "files");
        await File.WriteAllTextAsync(list, string.Join('\n', paths.Where(path => path.Length > 0)));
        var archive = Path.Join(directory, "image.tar");
        await Tool.Run("tar", "", "-C", "/", "--no-recursion", "-cf", archive, "-T", list);
        var more = Directory.CreateDirectory(Path.Join(directory, "more", "tmp")).Parent!;
        await Tool.Run("tar", "", "-C", more.FullName, "-rf", archive, "tmp");
        return archive;
    }

    private static readonly Dictionary<string, string> Folders = [];

    private static async Task<string> CanonicalAsync(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!Folders.TryGetValue(folder, out var canonical))
        {
            Folders[folder] = canonical = (await Tool.Text("realpath", "", folder)).Trim();
        }

        return Path.Join(canonical, Path.GetFileName(path));
    }

    private static bool IsWanted(string path) => path.StartsWith('/') && path.Length > 2
        && !Unused.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))
        && !Links.Contains(path[1..])
        && (File.Exists(path) || new FileInfo(path).LinkTarget is not null);

    private static async Task<IEnumerable<string>> ClosureAsync(string[] packages)
    {
        var found = new HashSet<string>();
        var open = new Queue<string>(packages);
        while (open.TryDequeue(out var package))
        {
            if ((Left.Contains(package) && !packages.Contains(package)) || !found.Add(package))
            {
                continue;
            }

            var depends = await Tool.Text("dpkg-query", "", "-W", "-f=${Depends}, ${Pre-Depends}", package);
            foreach (var name in depends.Split(',').Select(each => Name(each.Split('|')[0])).Where(name => name.Length > 0))
            {
                open.Enqueue(name);
            }
        }

        return found;
    }

    /// <summary><c>libc6 (>= 2.34)</c>, <c>python3:any</c>.</summary>
    private static string Name(string text) => text.Trim().Split(' ', ':')[0];
}
