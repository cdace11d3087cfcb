namespace Dxflow.Storage;

/// <summary>Changes are refused for now, because there is no room or the disk is far behind. What was accepted before is kept.</summary>
internal sealed class StorageExhaustedException : IOException
{
    private StorageExhaustedException(string message)
        : base(message)
    {
    }

    public static StorageExhaustedException Full(string path) => new(
        $"no room on the disk that holds {path}: changes are refused until there is; free some space, it is tried again every few seconds");

    public static StorageExhaustedException Behind(string path, long waitingBytes) => new(
        $"{waitingBytes} bytes wait to be written to {path}: changes are refused until the disk has caught up; try again");
}
