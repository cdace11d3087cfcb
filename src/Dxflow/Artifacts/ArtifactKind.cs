namespace Dxflow.Artifacts;

internal enum ArtifactKind
{
    File,
    Dir,
}
