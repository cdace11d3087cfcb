using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Dxflow.Objects.Archives;

/// <summary>
/// Work that takes long, with how far it is meanwhile: who is slow to listen misses what was said in between, never the end. Whoever
/// leaves before the end has given the work up.
/// </summary>
internal sealed class ArchiveTold(TimeProvider time, Action<ArchiveProgress> tell)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private long _entries;
    private long _bytes;
    private long _told = time.GetTimestamp();
    private string? _path;

    public long? TotalBytes { get; set; }

    public static async IAsyncEnumerable<ArchiveProgress> Of(
        Func<ArchiveTold, CancellationToken, Task<ArchiveProgress>> work, TimeProvider time,
        [EnumeratorCancellation] CancellationToken ended)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ended);
        var told = Channel.CreateBounded<ArchiveProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var progress = new ArchiveTold(time, record => told.Writer.TryWrite(record));
        var working = Task.Run(
            async () =>
            {
                try
                {
                    return await work(progress, over.Token);
                }
                finally
                {
                    told.Writer.TryComplete();
                }
            },
            CancellationToken.None);
        try
        {
            await foreach (var record in told.Reader.ReadAllAsync(ended))
            {
                yield return record;
            }

            yield return await working;
        }
        finally
        {
            await over.CancelAsync();
            await ((Task)working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Entry(string path)
    {
        (_path, _entries) = (path, _entries + 1);
        Tell();
    }

    public void Add(int bytes)
    {
        _bytes += bytes;
        Tell();
    }

    public ArchiveProgress Done(string? path, long? size = null, string? sha256 = null) =>
        new(ArchiveState.Done, _entries, _bytes, TotalBytes, path, size, sha256);

    private void Tell()
    {
        if (time.GetElapsedTime(_told) >= Pause)
        {
            _told = time.GetTimestamp();
            tell(new ArchiveProgress(ArchiveState.Working, _entries, _bytes, TotalBytes, _path));
        }
    }
}
