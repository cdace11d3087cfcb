namespace Dxflow.Artifacts;

/// <summary>
/// Brings what lies at a path of the engine's object storage into a store. A path that cannot be, or nothing there, is a
/// <see cref="Operations.Fault"/>.
/// </summary>
internal delegate Task<Artifact> TakeObject(ArtifactStore store, string path, ArtifactKind kind, CancellationToken cancel);
