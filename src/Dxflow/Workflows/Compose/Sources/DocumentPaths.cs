namespace Dxflow.Workflows.Compose.Sources;

/// <summary>Paths of the client's machine as text: resolved without looking at any disk, so that client and engine get the same.</summary>
internal static class DocumentPaths
{
    public const string StandardInput = "-";

    public static bool IsPath(string path) => path.Length > 0 && !path.Contains('\0');

    /// <summary>
    /// As <see cref="Resolve"/> of what can only be a file: <c>-</c> is one of that name, nothing is the directory itself.
    /// </summary>
    public static string Absolute(string directory, string path) =>
        Path.GetFullPath(IsPath(path) ? path : ".", Path.IsPathFullyQualified(directory) ? directory : "/");

    public static string Resolve(string projectDirectory, string path) =>
        path == StandardInput ? path : Path.GetFullPath(path, projectDirectory);
}
