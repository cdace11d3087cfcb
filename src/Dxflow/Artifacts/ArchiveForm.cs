namespace Dxflow.Artifacts;

/// <summary>How a directory is sent.</summary>
internal enum ArchiveForm
{
    Tar,
    Zip,
}
