namespace Dxflow.Workflows.Flow.Values;

internal enum ArtifactKind
{
    File,
    Dir,
}
