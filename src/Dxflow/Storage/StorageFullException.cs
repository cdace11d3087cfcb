namespace Dxflow.Storage;

/// <summary>The disk is full: changes are refused until there is room. What was accepted before is kept and written then.</summary>
internal sealed class StorageFullException(string path)
    : IOException(
        $"no room on the disk that holds {path}: changes are refused until there is; "
        + "free some space, it is tried again every few seconds");
