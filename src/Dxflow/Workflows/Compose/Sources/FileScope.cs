namespace Dxflow.Workflows.Compose.Sources;

/// <summary>
/// How a file of a document is understood: what its relative paths start from, and where its variables come from. Files that are
/// included have a directory and variables of their own, files that are extended a directory.
/// </summary>
internal sealed record FileScope(string Directory, Func<string, string?> Variable);
