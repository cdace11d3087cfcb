namespace Dxflow.Workflows.Compose.Sources;

/// <summary>
/// The same files and variables for a document that a step calls: its paths start from its own directory, its variables are the caller's
/// and then those of its own <c>.env</c>, and profiles and name are the caller's.
/// </summary>
internal sealed class CalledSource(
    IDocumentSource around, Func<string, string?> variable, BundleDocument document, IReadOnlyList<string> profiles, string name)
    : IDocumentSource
{
    public string ProjectDirectory { get; } = Path.GetDirectoryName(document.Path) ?? "/";

    public IReadOnlyList<BundleDocument> Documents { get; } = [document];

    public IReadOnlyList<string> Profiles => profiles;

    public string? Name => name;

    public FileText Read(string path) => around.Read(DocumentPaths.IsPath(path) ? DocumentPaths.Resolve(ProjectDirectory, path) : path);

    public string? Variable(string name) => variable(name);
}
