using Dxflow.Operations;

namespace Dxflow.Workflows.Compose.Sources;

/// <summary>Reads a bundle on the engine. A file or variable that is not in it did not exist for the client either.</summary>
internal sealed class BundleSource(DocumentBundle bundle) : IDocumentSource
{
    public string ProjectDirectory { get; } =
        DocumentPaths.IsPath(bundle.ProjectDirectory) && Path.IsPathFullyQualified(bundle.ProjectDirectory)
            ? bundle.ProjectDirectory
            : throw Fault.Invalid(
                $"the project directory `{bundle.ProjectDirectory}` is no absolute path", "Send the client's project directory in full.");

    public IReadOnlyList<BundleDocument> Documents => bundle.Documents;

    public IReadOnlyList<string> Profiles => bundle.Profiles ?? [];

    public string? Name => bundle.Name;

    public FileText Read(string path) =>
        !DocumentPaths.IsPath(path) ? new FileText(null, FileText.NoPath)
        : bundle.Files.TryGetValue(DocumentPaths.Resolve(ProjectDirectory, path), out var text)
            ? new FileText(text, null)
            : new FileText(null, FileText.Missing);

    public string? Variable(string name) => bundle.Variables?.GetValueOrDefault(name);
}
