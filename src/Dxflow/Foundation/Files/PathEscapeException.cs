namespace Dxflow.Foundation.Files;

/// <summary>A path that would lead out of the directory it has to stay in.</summary>
internal sealed class PathEscapeException(string path, string detail) : IOException($"{path}: {detail}")
{
    public string Path { get; } = path;

    public string Detail { get; } = detail;
}
