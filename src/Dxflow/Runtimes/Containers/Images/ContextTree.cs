using System.Formats.Tar;
using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Runtimes.Containers.Images;

/// <summary>
/// A directory as the entries of a build's context: modes and times as they are, links as links, everything as root's. It is walked from
/// open directory to open directory, so that nobody can lead it elsewhere meanwhile. Sockets, pipes and devices are left out.
/// </summary>
internal sealed class ContextTree(TarWriter tar, IgnoreRules ignore, IReadOnlyList<string> always, CancellationToken gone)
{
    public const int EntriesMax = 1_000_000;
    public const int DepthMax = 200;

    private int entries;

    public void Add(ConfinedDirectory root)
    {
        using var top = root.Find(".")!;
        Walk(top.Hold, "", 0);
    }

    private void Walk(SafeFileHandle directory, string prefix, int depth)
    {
        if (depth > DepthMax)
        {
            throw new IOException($"{prefix} is more than {DepthMax} directories deep");
        }

        foreach (var name in DirectoryCalls.Names(directory))
        {
            gone.ThrowIfCancellationRequested();
            var path = prefix + name;
            var isOut = ignore.IsOut(path) && !always.Contains(path);
            if (isOut && !IsWalked(path))
            {
                continue;
            }

            if (++entries > EntriesMax)
            {
                throw new IOException($"it holds more than {EntriesMax} files and directories; leave some out by a .dockerignore");
            }

            using var held = FileCalls.OpenAt(directory, name, Libc.HoldOnly | Libc.NoFollow, path);
            var stat = FileStat.Of(held, path);
            if (!isOut)
            {
                Write(held, stat, path);
            }

            if (stat.Kind == FileKind.Directory)
            {
                using var inside = FileCalls.OpenAt(held, ".", Libc.HoldOnly | Libc.Directory, path);
                Walk(inside, path + "/", depth + 1);
            }
        }
    }

    /// <summary>Whether something below what is left out may be wanted all the same.</summary>
    private bool IsWalked(string path) =>
        ignore.HasExceptions || always.Any(one => one.StartsWith(path + "/", StringComparison.Ordinal));

    private void Write(SafeFileHandle held, FileStat stat, string path)
    {
        switch (stat.Kind)
        {
            case FileKind.Directory:
                tar.WriteEntry(Dated(new PaxTarEntry(TarEntryType.Directory, path + "/"), stat));
                break;
            case FileKind.Link:
                tar.WriteEntry(Dated(
                    new PaxTarEntry(TarEntryType.SymbolicLink, path) { LinkName = DirectoryCalls.ReadLink(held, path) }, stat));
                break;
            case FileKind.Regular:
                using (var content = new FileStream(FileCalls.Open(DirectoryCalls.PathOf(held), Libc.ReadOnly), FileAccess.Read))
                {
                    var entry = Dated(new PaxTarEntry(TarEntryType.RegularFile, path), stat);
                    entry.DataStream = content;
                    tar.WriteEntry(entry);
                }

                break;
        }
    }

    private static PaxTarEntry Dated(PaxTarEntry entry, FileStat stat)
    {
        (entry.Mode, entry.ModificationTime) = (stat.Mode, stat.ModifiedAt);
        return entry;
    }
}
