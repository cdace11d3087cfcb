using Dxflow.Foundation.Streams;

namespace Dxflow.Objects.Commands;

/// <summary>
/// A file that is being fetched, with what is there of it, and summed up as it grows; <paramref name="grown"/> hears how long it is by now.
/// </summary>
internal sealed class WatchedFile(string path, Action<long> grown) : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite)
{
    private const int PartBytes = 256 * 1024;

    private PassingSum _sum = new();

    /// <summary>The sum of all that is there; what was there before is read for it.</summary>
    public async Task<string> Sha256Async(CancellationToken cancel)
    {
        await CatchUpAsync(Length, cancel);
        return _sum.Current();
    }

    public override void SetLength(long value)
    {
        base.SetLength(value);
        _sum.Dispose();
        _sum = new PassingSum();
    }

    /// <summary>Behind what is there; it is summed up while it is written.</summary>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await CatchUpAsync(Position, cancellationToken);
        await _sum.AddAsync(buffer);
        try
        {
            await base.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            await _sum.SettleAsync();
        }

        grown(Position);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sum.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task CatchUpAsync(long to, CancellationToken cancel)
    {
        if (_sum.Length == to)
        {
            return;
        }

        var (part, back) = (new byte[PartBytes], Position);
        for (Position = _sum.Length; _sum.Length < to;)
        {
            var read = await ReadAsync(part.AsMemory(0, (int)Math.Min(part.Length, to - _sum.Length)), cancel);
            await _sum.AddAsync(part.AsMemory(0, read > 0 ? read : throw new EndOfStreamException($"{Name} has become shorter")));
            await _sum.SettleAsync();
        }

        Position = back;
    }
}
