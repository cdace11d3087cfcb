namespace Dxflow.Artifacts;

/// <summary>
/// A file or directory in the store, named by its content: <see cref="Sha256"/> (64 lower-case hex) of a file's bytes, or of the list
/// of a directory's entries. <see cref="Size"/> in bytes, of a directory with all below it. <see cref="Name"/> is the one it had and
/// no part of what it is; nor is <see cref="Executable"/>, which is kept for files that the owner could execute.
/// </summary>
internal sealed record Artifact(string Sha256, ArtifactKind Kind, string Name, long Size, bool Executable = false);
