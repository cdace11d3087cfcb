namespace Dxflow.Workflows.Compose.Sources;

/// <summary>Paths of the client's machine as text: resolved without looking at any disk, so that client and engine get the same.</summary>
internal static class DocumentPaths
{
    public const string StandardInput = "-";

    public static bool IsPath(string path) => path.Length > 0 && !path.Contains('\0');

    public static string Resolve(string projectDirectory, string path) =>
        path == StandardInput ? path : Path.GetFullPath(path, projectDirectory);
}
