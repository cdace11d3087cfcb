namespace Dxflow.Workflows.Compose.Sources;

/// <summary>
/// How the reader of a document asks for what lies outside it: the client's disk and environment (<see cref="RecordingSource"/>),
/// or a bundle on the engine (<see cref="BundleSource"/>). The same questions give the same answers on both sides.
/// </summary>
internal interface IDocumentSource
{
    string ProjectDirectory { get; }

    IReadOnlyList<BundleDocument> Documents { get; }

    IReadOnlyList<string> Profiles { get; }

    string? Name { get; }

    /// <summary>The text of a file, by a path relative to the project directory or absolute.</summary>
    FileText Read(string path);

    /// <summary>A variable of the client's environment; null if it is not set.</summary>
    string? Variable(string name);
}
