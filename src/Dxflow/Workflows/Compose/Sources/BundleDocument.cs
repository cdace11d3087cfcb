using System.ComponentModel;

namespace Dxflow.Workflows.Compose.Sources;

/// <summary>A main file: what the user called it, and where its text is among the files.</summary>
internal sealed record BundleDocument(
    [Description("The name the user gave; - is standard input.")] string Name,
    [Description("Its path in the bundle's files.")] string Path);
