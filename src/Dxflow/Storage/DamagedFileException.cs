namespace Dxflow.Storage;

/// <summary>A stored file whose bytes are not what was written. Nothing was changed in it.</summary>
internal sealed class DamagedFileException(string path, long offset, string detail)
    : IOException($"{path} is damaged at byte {offset}: {detail}; restore it from a backup, or move it away to go on without it")
{
    public string Path { get; } = path;

    public long Offset { get; } = offset;
}
