using Dxflow.Foundation.Files;
using Dxflow.Operations;

namespace Dxflow.Objects.Archives;

/// <summary>Which entries of an archive are wanted: by their names; with slashes, by their paths; a directory with all below it.</summary>
internal static class ArchivePattern
{
    private const int PatternsMax = 100;
    private const int LengthMax = 1024;

    /// <exception cref="Fault">There are too many, or one cannot match anything.</exception>
    public static void Check(IReadOnlyList<string>? patterns)
    {
        if (patterns is { Count: > PatternsMax } || patterns?.Any(static one => one.Length is 0 or > LengthMax) == true)
        {
            throw Fault.Invalid($"pattern: there may be {PatternsMax}, each of 1 to {LengthMax} characters");
        }
    }

    public static bool Matches(string pattern, string path)
    {
        var parts = Names(pattern);
        var names = Names(path);
        return (parts.Count == 1 && names.Count > 0 && GlobPattern.MatchesName(parts[0], names[^1]))
            || (parts.Count <= names.Count && parts.Zip(names).All(static pair => GlobPattern.MatchesName(pair.First, pair.Second)));
    }

    private static List<string> Names(string path) => [.. path.Split('/').Where(static name => name is not ("" or "."))];
}
