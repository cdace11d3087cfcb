namespace Dxflow.Objects.Commands;

/// <summary>A file that is being fetched, what is there of it kept; <paramref name="grown"/> hears how long it is after each piece.</summary>
internal sealed class WatchedFile(string path, Action<long> grown) : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite)
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await base.WriteAsync(buffer, cancellationToken);
        grown(Position);
    }
}
