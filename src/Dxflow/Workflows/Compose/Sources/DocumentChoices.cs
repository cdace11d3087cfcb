namespace Dxflow.Workflows.Compose.Sources;

/// <summary>What the command line may say about a document: where its project is, profiles to enable, its name.</summary>
internal sealed record DocumentChoices(string? ProjectDirectory = null, IReadOnlyList<string>? Profiles = null, string? Name = null);
