namespace Dxflow.Artifacts;

/// <summary>
/// One thing in an archive that is made of several: something of the store, or a text. <see cref="Path"/> is relative, without <c>..</c>,
/// and no other's.
/// </summary>
internal sealed record ArchivePart(string Path, Artifact? Stored = null, byte[]? Text = null);
