using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Workflows.Compose.Sources;

/// <summary>
/// A document with all it reads, as the client sends it: the engine reads nothing else from any disk and no variable of its own.
/// Made by reading the document once on the client (<see cref="RecordingSource"/>), so it holds exactly what was asked for.
/// </summary>
internal sealed record DocumentBundle(
    [Description("The client's project directory; relative paths in the document are relative to it.")] string ProjectDirectory,
    [Description("The document itself, then files that are merged over it.")] IReadOnlyList<BundleDocument> Documents,
    [Description("Text of each file that the document reads, by absolute path.")] IReadOnlyDictionary<string, string> Files,
    [Secret]
    [Description("Value of each variable that the document names and the client has.")]
    IReadOnlyDictionary<string, string>? Variables = null,
    [Description("Profiles to enable.")] IReadOnlyList<string>? Profiles = null,
    [Description("The workflow's name, in place of the document's.")] string? Name = null,
    [Description("References of uploaded artifacts, by the absolute path that the document names as file:PATH.")]
    IReadOnlyDictionary<string, string>? Artifacts = null,
    [Description("The project directory is one of another machine; the engine sets it for whoever calls over the network.")]
    bool Elsewhere = false);
