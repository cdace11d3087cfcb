using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Processes;

/// <summary>
/// One thread that waits, for everybody, until a descriptor is ready: a pidfd whose process has ended, a pipe with something in it.
/// Its cost does not grow with the number of descriptors that are quiet. By epoll, so on Linux.
/// </summary>
internal sealed unsafe class ReadyThread : IReadiness
{
    private const int EventsMax = 256;

    private readonly SafeFileHandle epoll;
    private readonly SafeFileHandle wake;
    private readonly Dictionary<long, Watched> watched = [];
    private readonly Thread thread;
    private long next;
    private volatile bool stopped;

    public ReadyThread(string name)
    {
        epoll = Descriptor(Kernel.EpollCreate(Kernel.CloseOnExec));
        wake = Descriptor(Kernel.EventCounter(0, Kernel.CloseOnExec | Kernel.NonBlocking));
        Register(wake, Kernel.EpollIn, 0);
        thread = new Thread(Run) { IsBackground = true, Name = name };
        thread.Start();
    }

    public long Watch(SafeHandle handle, bool toWrite, Action ready)
    {
        long token;
        lock (watched)
        {
            token = ++next;
            watched.Add(token, new Watched(handle, ready));
        }

        try
        {
            Register(handle, toWrite ? Kernel.EpollOut : Kernel.EpollIn, token);
            return token;
        }
        catch
        {
            Forget(token);
            throw;
        }
    }

    public void Forget(long token) => Take(token);

    public void Dispose()
    {
        if (stopped)
        {
            return;
        }

        stopped = true;
        var one = 1L;
        _ = Kernel.Write(wake, (byte*)&one, sizeof(long));
        if (Thread.CurrentThread != thread)
        {
            thread.Join();
        }

        epoll.Dispose();
        wake.Dispose();
    }

    private void Run()
    {
        var stride = Kernel.EpollEventBytes;
        var events = new byte[EventsMax * stride];
        while (!stopped)
        {
            int count;
            fixed (byte* start = events)
            {
                count = Kernel.EpollWait(epoll, start, EventsMax, -1);
            }

            for (var index = 0; index < count; index++)
            {
                var token = BinaryPrimitives.ReadInt64LittleEndian(events.AsSpan(((index + 1) * stride) - sizeof(long)));
                Take(token)?.Ready();
            }
        }
    }

    private void Register(SafeHandle handle, uint events, long token)
    {
        var registration = stackalloc byte[16];
        var fields = new Span<byte>(registration, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(fields, events | Kernel.EpollOneShot);
        BinaryPrimitives.WriteInt64LittleEndian(fields[(Kernel.EpollEventBytes - sizeof(long))..], token);
        if (Kernel.EpollControl(epoll, Kernel.EpollAdd, handle, registration) != 0)
        {
            throw new ProcessException("watch", "a descriptor", Marshal.GetLastPInvokeError());
        }
    }

    private Watched? Take(long token)
    {
        lock (watched)
        {
            if (!watched.Remove(token, out var found))
            {
                return null;
            }

            try
            {
                // In the same moment, so that the descriptor can be watched again at once.
                _ = Kernel.EpollControl(epoll, Kernel.EpollDelete, found.Handle, null);
            }
            catch (ObjectDisposedException)
            {
                // Closing it has taken it out already.
            }

            return found;
        }
    }

    private static SafeFileHandle Descriptor(int value) => value >= 0
        ? new SafeFileHandle(value, ownsHandle: true)
        : throw new ProcessException("make", "an event queue", Marshal.GetLastPInvokeError());

    private sealed record Watched(SafeHandle Handle, Action Ready);
}
