namespace Dxflow.EndToEnd.Support;

/// <summary>
/// A file system for containers made of Debian packages that are installed on this machine, with all they depend on: the files are taken
/// from where they are, so that an image needs no registry.
/// </summary>
internal static class PackageTree
{
    /// <summary>What a container has no use for unless it is asked for, though something here says that it depends on it.</summary>
    private static readonly HashSet<string> Left =
        ["dpkg", "debconf", "debianutils", "awk", "mawk", "init-system-helpers", "util-linux-extra", "perl", "perl-base", "mailcap",
        "mpi-default-bin", "lammps-data", "gfortran-12"];

    private static readonly string[] Unused =
        ["/usr/share/doc/", "/usr/share/man/", "/usr/share/locale/", "/usr/share/lintian/", "/usr/share/info/"];

    /// <summary>The layout of a merged /usr.</summary>
    private static readonly string[] Links = ["bin", "sbin", "lib", "lib64"];

    /// <summary>
    /// Writes the tree as a tar archive and names it. What begins with a slash is no package: a file of this machine, or a directory with
    /// all that is in it; <c>LINK=TARGET</c> is a link.
    /// </summary>
    public static async Task<string> WriteAsync(string directory, params string[] packages)
    {
        var paths = new SortedSet<string>(Links, StringComparer.Ordinal);
        var own = packages.Where(static each => each[0] == '/').ToLookup(static each => each.Contains('='));
        var closure = await ClosureAsync([.. packages.Where(static each => each[0] != '/')]);
        var files = (await Tool.Text("dpkg", "", ["-L", .. closure])).Split('\n').Where(IsWanted)
            .Concat(own[false].SelectMany(static each => Directory.Exists(each)
                ? Directory.EnumerateFiles(each, "*", SearchOption.AllDirectories) : [each]))
            .Distinct().GroupBy(static path => Path.GetDirectoryName(path)!).ToList();

        // As they are called where no link leads to them.
        var folders = (await Tool.Text("realpath", "", [.. files.Select(static folder => folder.Key)])).Trim().Split('\n');
        foreach (var (folder, canonical) in files.Zip(folders))
        {
            paths.UnionWith(folder.Select(path => Path.Join(canonical, Path.GetFileName(path)).TrimStart('/')));
        }

        var list = Path.Join(directory, "files");
        await File.WriteAllTextAsync(list, string.Join('\n', paths.Where(path => path.Length > 0)));
        var archive = Path.Join(directory, "image.tar");
        await Tool.Run("tar", "", "-C", "/", "--no-recursion", "-cf", archive, "-T", list);
        var more = Directory.CreateDirectory(Path.Join(directory, "more", "tmp")).Parent!;
        foreach (var link in own[true].Select(static each => each.Split('=')))
        {
            var path = Path.Join(more.FullName, link[0]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.CreateSymbolicLink(path, link[1]);
        }

        var added = own[true].Select(static each => each.Split('=')[0].TrimStart('/'));
        await Tool.Run("tar", "", ["-C", more.FullName, "-rf", archive, "tmp", .. added]);
        return archive;
    }

    private static bool IsWanted(string path) => path.StartsWith('/') && path.Length > 2
        && !Unused.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))
        && !Links.Contains(path[1..])
        && (File.Exists(path) || new FileInfo(path).LinkTarget is not null);

    private static async Task<IReadOnlyCollection<string>> ClosureAsync(string[] packages)
    {
        var installed = (await Tool.Text("dpkg-query", "", "-W", "-f=${Package}\\t${Depends}, ${Pre-Depends}\\n")).Split('\n')
            .Select(static line => line.Split('\t')).Where(static line => line.Length == 2)
            .GroupBy(static line => line[0]).ToDictionary(static line => line.Key, static line => line.First()[1]);
        var found = new HashSet<string>();
        var open = new Queue<string>(packages);
        while (open.TryDequeue(out var package))
        {
            if ((Left.Contains(package) && !packages.Contains(package)) || !found.Add(package))
            {
                continue;
            }

            var depends = installed.GetValueOrDefault(package)
                ?? throw new InvalidOperationException($"the package {package}, which an image wants, is not installed");
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
