namespace Dxflow.Artifacts;

/// <summary>How much is stored, or was removed: contents (one per distinct file or directory list) and their bytes.</summary>
internal readonly record struct StoreSize(long Contents, long Bytes)
{
    public static StoreSize operator +(StoreSize one, StoreSize other) => new(one.Contents + other.Contents, one.Bytes + other.Bytes);
}
