using Dxflow.Foundation.Files;

namespace Dxflow.Artifacts;

/// <summary>
/// A file or directory that a task left, by its path relative to the work directory. <see cref="Length"/> is 0 for a directory.
/// </summary>
internal sealed record SelectedOutput(string RelativePath, ArtifactKind Kind, long Length);

/// <summary>
/// Finds what a step declares as its outputs. Links are followed as long as they stay in the work directory; one that leaves it, a
/// device, a socket or a FIFO is an <see cref="ArtifactException"/>, because the declaration names something that cannot be kept.
/// </summary>
internal static class OutputSelection
{
    public const int MatchesMax = 1_000_000;

    /// <summary>What is at a path; null if nothing is.</summary>
    public static SelectedOutput? Find(string workDirectory, string path)
    {
        using var root = ConfinedDirectory.Open(workDirectory);
        return Confined(() => Select(root, Plain(path, workDirectory)));
    }

    /// <summary>All that a pattern matches, in byte order; none is an empty list.</summary>
    public static IReadOnlyList<SelectedOutput> Glob(string workDirectory, string pattern)
    {
        using var root = ConfinedDirectory.Open(workDirectory);
        var matches = new SortedDictionary<string, SelectedOutput>(ByteOrder.Comparer);
        var parts = Plain(pattern, workDirectory).Split('/');
        Confined(() => Expand(root, "", parts, matches));
        return [.. matches.Values];
    }

    private static bool Expand(
        ConfinedDirectory root, string prefix, ReadOnlySpan<string> parts, SortedDictionary<string, SelectedOutput> matches)
    {
        if (parts.IsEmpty)
        {
            return TryAdd(root, prefix, matches);
        }

        if (!GlobPattern.HasWildcard(parts[0]))
        {
            return Expand(root, Join(prefix, parts[0]), parts[1..], matches);
        }

        using var directory = root.Find(prefix.Length == 0 ? "." : prefix);
        if (directory is not { Stat.Kind: FileKind.Directory })
        {
            return false;
        }

        var isAnyDepth = parts[0] == GlobPattern.AnyDepth;
        if (isAnyDepth && parts.Length > 1)
        {
            Expand(root, prefix, parts[1..], matches);
        }

        foreach (var name in DirectoryCalls.Names(directory.Hold))
        {
            var path = Join(prefix, name);
            if (!GlobPattern.MatchesName(parts[0], name))
            {
                continue;
            }

            if (!isAnyDepth || parts.Length == 1)
            {
                Expand(root, path, parts[1..], matches);
            }

            // Links are not descended into here: they could lead around in circles.
            if (isAnyDepth && FileStat.FindAt(directory.Hold, name, path)?.Kind == FileKind.Directory)
            {
                Expand(root, path, parts, matches);
            }
        }

        return true;
    }

    private static bool TryAdd(ConfinedDirectory root, string path, SortedDictionary<string, SelectedOutput> matches)
    {
        if (Select(root, path) is not { } found)
        {
            return false;
        }

        matches[path] = matches.Count < MatchesMax ? found
            : throw new ArtifactException(ArtifactProblem.TooLarge, root.Path, $"the pattern matches more than {MatchesMax} files");
        return true;
    }

    private static SelectedOutput? Select(ConfinedDirectory root, string path)
    {
        using var entry = root.Find(path);
        return entry is null ? null
            : ArtifactException.ForKind(entry.Stat.Kind, entry.Path) is { } refusal ? throw refusal
            : entry.Stat.Kind == FileKind.Directory ? new SelectedOutput(path, ArtifactKind.Dir, 0)
            : new SelectedOutput(path, ArtifactKind.File, entry.Stat.Length);
    }

    private static string Join(string prefix, string name) => prefix.Length == 0 ? name : $"{prefix}/{name}";

    /// <summary>The path without empty and <c>.</c> parts, which say nothing.</summary>
    private static string Plain(string path, string workDirectory) => ConfinedDirectory.Refusal(path) is { } refusal
        ? throw new ArtifactException(ArtifactProblem.Outside, $"{workDirectory}/{path}", refusal)
        : string.Join('/', path.Split('/').Where(static part => part is not ("" or ".")));

    private static T Confined<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (PathEscapeException escape)
        {
            throw ArtifactException.From(escape);
        }
    }
}
