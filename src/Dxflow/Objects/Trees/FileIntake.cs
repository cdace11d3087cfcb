using System.Buffers;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Streams;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Objects.Trees;

/// <summary>
/// Bytes that come, written to a file one behind the other. They are summed up while the next are read and written, and brought to the
/// disk from time to time, so that little is left to wait for when the caller syncs the file at the end.
/// </summary>
/// <param name="file">Stays the caller's.</param>
/// <param name="name">What it is called in messages.</param>
/// <param name="allow">Told of each part before it is written, and where that begins; refuses by throwing.</param>
internal sealed class FileIntake(SafeFileHandle file, string name, Action<ReadOnlyMemory<byte>, long> allow)
{
    private const int PartBytes = 256 * 1024;
    private const long UnsyncedBytesMax = 32 << 20;

    private Task _syncing = Task.CompletedTask;
    private long _unsynced;

    /// <summary>What came before a failure is in the file.</summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="at">Where in the file the first byte belongs.</param>
    /// <param name="sum">Settled at the end; null: nobody asks for it.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task TakeAsync(Stream content, long at, PassingSum? sum, CancellationToken cancel)
    {
        // One is summed up while the other is filled.
        var (part, other) = (ArrayPool<byte>.Shared.Rent(PartBytes), ArrayPool<byte>.Shared.Rent(PartBytes));
        try
        {
            while (await content.ReadAsync(part, cancel) is var read and > 0)
            {
                var bytes = part.AsMemory(0, read);
                allow(bytes, at);
                FileCalls.Write(file, bytes.Span, at, name);
                if (sum is not null)
                {
                    await sum.AddAsync(bytes);
                }

                at += read;
                Begin(read);
                (part, other) = (other, part);
            }
        }
        finally
        {
            await (sum?.SettleAsync() ?? Task.CompletedTask);
            ArrayPool<byte>.Shared.Return(part);
            ArrayPool<byte>.Shared.Return(other);
        }
    }

    /// <summary>To be waited for before the file is synced: what failed on the way to the disk fails here, and nowhere again.</summary>
    public Task SettleAsync() => _syncing;

    /// <summary>One at a time; on a thread of its own, for it waits for the disk.</summary>
    private void Begin(int written)
    {
        _unsynced += written;
        if (_unsynced >= UnsyncedBytesMax && _syncing.IsCompletedSuccessfully)
        {
            _unsynced = 0;
            _syncing = Task.Factory.StartNew(
                () => FileCalls.Sync(file, name), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }
}
