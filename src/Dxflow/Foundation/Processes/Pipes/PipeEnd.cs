using System.Runtime.InteropServices;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes.Systems;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Processes.Pipes;

/// <summary>
/// Our end of a pipe to a child, as a stream that waits on a thread for all (<see cref="IReadiness"/>) instead of a pool thread. One
/// direction: an end to read or an end to write. One reader or writer at a time; one that waits when this is disposed of gets an exception.
/// A terminal whose programs have gone says so by an error (EIO), which is its end.
/// </summary>
internal sealed class PipeEnd : Stream
{
    private readonly SafeFileHandle handle;
    private readonly IReadiness ready;
    private readonly bool toWrite;
    private volatile TaskCompletionSource? waiting;

    public PipeEnd(SafeFileHandle handle, IReadiness ready, bool toWrite)
    {
        this.handle = handle;
        this.ready = ready;
        this.toWrite = toWrite;
        if (VariadicCalls.Control(handle, Kernel.SetFlags, SystemNumbers.Here.NonBlocking) != 0)
        {
            throw new ProcessException("set up", "a pipe", Marshal.GetLastPInvokeError());
        }
    }

    public override bool CanRead => !toWrite;

    public override bool CanWrite => toWrite;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (Try(buffer, write: false) is { } count)
            {
                return count;
            }

            await WaitAsync(cancellationToken);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            if (Try(MemoryMarshal.AsMemory(buffer), write: true) is { } count)
            {
                buffer = buffer[count..];
            }
            else
            {
                await WaitAsync(cancellationToken);
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("read it asynchronously");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("write it asynchronously");

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        waiting?.TrySetException(new ObjectDisposedException(nameof(PipeEnd)));
        handle.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Null: not now.</summary>
    private unsafe int? Try(Memory<byte> buffer, bool write)
    {
        fixed (byte* start = buffer.Span)
        {
            var count = write ? Kernel.Write(handle, start, (nuint)buffer.Length) : Kernel.Read(handle, start, (nuint)buffer.Length);
            if (count >= 0)
            {
                return (int)count;
            }
        }

        var errno = Marshal.GetLastPInvokeError();
        return errno switch
        {
            _ when errno == SystemNumbers.Here.TryAgain => null,
            Errno.Interrupted => null,
            Errno.InputOutput when !write => 0,
            _ => throw new ProcessException(write ? "write to" : "read from", "a pipe", errno),
        };
    }

    private async Task WaitAsync(CancellationToken cancel)
    {
        var readied = waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var token = ready.Watch(handle, toWrite, () => readied.TrySetResult());
        try
        {
            await readied.Task.WaitAsync(cancel);
        }
        finally
        {
            ready.Forget(token);
        }
    }
}
