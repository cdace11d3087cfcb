using System.Runtime.InteropServices;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Streams;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Terminals;

/// <summary>
/// Reads an open descriptor as it is, and can be given up while it waits, which neither the framework's console nor its file stream can:
/// a command whose program has ended would wait for one more key. The descriptor stays blocking, because others share it (the shell, after
/// us): it is read only when there is something. A terminal that has gone is an end.
/// </summary>
internal sealed class DescriptorInput(SafeFileHandle file) : ForwardStream
{
    private ReadyThread? _ready;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!TerminalCalls.IsReadable(file))
        {
            await WaitAsync(cancellationToken);
        }

        return Read(buffer.Span);
    }

    public override unsafe int Read(Span<byte> buffer)
    {
        while (true)
        {
            nint count;
            fixed (byte* start = buffer)
            {
                count = Kernel.Read(file, start, (nuint)buffer.Length);
            }

            var errno = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (errno != Errno.Interrupted)
            {
                return errno switch
                {
                    0 => (int)count,
                    Errno.InputOutput or Errno.BadDescriptor => 0,
                    _ => throw new ProcessException("read from", "standard input", errno),
                };
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        _ready?.Dispose();
        base.Dispose(disposing);
    }

    private async Task WaitAsync(CancellationToken cancel)
    {
        _ready ??= new ReadyThread("input");
        var readied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var token = _ready.Watch(file, toWrite: false, () => readied.TrySetResult());
        try
        {
            await readied.Task.WaitAsync(cancel);
        }
        finally
        {
            _ready.Forget(token);
        }
    }
}
