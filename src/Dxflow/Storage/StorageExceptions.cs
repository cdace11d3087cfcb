namespace Dxflow.Storage;

/// <summary>A stored file whose bytes are not what was written. Nothing was changed in it.</summary>
internal sealed class DamagedFileException(string path, long offset, string detail)
    : IOException($"{path} is damaged at byte {offset}: {detail}; restore it from a backup, or move it away to go on without it")
{
    public string Path { get; } = path;

    public long Offset { get; } = offset;
}

/// <summary>A stored file that a newer dxflow wrote. Reading on would lose what that one knows, so it is refused, naming both versions.</summary>
internal sealed class NewerFormatException(string path, string format, int found, int known)
    : IOException($"{path} has the format {format} {found}, and this dxflow knows {format} up to {known}: use the dxflow that wrote it, or a newer one")
{
    public string Path { get; } = path;

    public int Found { get; } = found;

    public int Known { get; } = known;
}

/// <summary>The disk is full: changes are refused until there is room. What was accepted before is kept and written then.</summary>
internal sealed class StorageFullException(string path)
    : IOException($"no room on the disk that holds {path}: changes are refused until there is; free some space, it is tried again every few seconds");
