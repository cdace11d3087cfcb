using System.IO.Enumeration;

namespace Dxflow.Workflows.Planning.Inputs;

/// <summary>Files that <c>@PATH</c> and <c>@GLOB</c> name on a disk.</summary>
internal static class LocalInputs
{
    /// <summary>A pattern in the last part of a path, in byte order; a path without one is itself.</summary>
    public static IReadOnlyList<string> Matches(string path)
    {
        if (!IsPattern(path))
        {
            return [path];
        }

        var directory = Path.GetDirectoryName(path) ?? "/";
        return
        [
            .. Directory.EnumerateFileSystemEntries(directory)
                .Where(entry => FileSystemName.MatchesSimpleExpression(Path.GetFileName(path), Path.GetFileName(entry), ignoreCase: false))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsPattern(string path) => Path.GetFileName(path).AsSpan().ContainsAny('*', '?');
}
