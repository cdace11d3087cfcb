namespace Dxflow.Workflows.Flow.Steps;

/// <summary>The rule for paths that a step may name: relative, inside its own work directory, with no empty or dotted part.</summary>
internal static class OutputPath
{
    /// <summary>What is wrong with a path, as the end of a sentence; null if nothing is.</summary>
    public static string? Refusal(string path)
    {
        var parts = path.TrimEnd('/').Split('/');
        return path.Length == 0 ? "has an empty path"
            : path.StartsWith('/') ? $"has the absolute path '{path}'"
            : path.Contains('\0') || path.Contains('\n') ? "has a path with a control character"
            : parts.Contains("..") ? $"has a path that leaves the work directory: '{path}'"
            : parts.Any(part => part.Length == 0) ? $"has an empty part in its path: '{path}'"
            : null;
    }
}
