namespace Dxflow.Artifacts.Storing;

/// <summary>Bytes that lie whole in a file of the shelf's own and have not been given their name, the hash, yet.</summary>
internal readonly record struct Incoming(string Path, ArtifactKind Kind, string Sha256, long Length);
