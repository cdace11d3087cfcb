namespace Dxflow.Storage;

/// <summary>
/// A stored file that a newer dxflow wrote. Reading on would lose what that one knows, so it is refused, naming both versions.
/// </summary>
internal sealed class NewerFormatException(string path, string format, int found, int known)
    : IOException(
        $"{path} has the format {format} {found}, and this dxflow knows {format} up to {known}: "
        + "use the dxflow that wrote it, or a newer one")
{
    public string Path { get; } = path;

    public int Found { get; } = found;

    public int Known { get; } = known;
}
