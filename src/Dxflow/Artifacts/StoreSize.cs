namespace Dxflow.Artifacts;

/// <summary>How much is stored, or was removed: contents (one per distinct file or directory list) and their bytes.</summary>
internal readonly record struct StoreSize(long Contents, long Bytes);
