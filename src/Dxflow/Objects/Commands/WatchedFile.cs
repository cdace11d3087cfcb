namespace Dxflow.Objects.Commands;

/// <summary>A file that is being fetched, with what is there of it; <paramref name="grown"/> hears how long it is by now.</summary>
internal sealed class WatchedFile(string path, Action<long> grown) : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite)
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await base.WriteAsync(buffer, cancellationToken);
        grown(Position);
    }
}
