using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Dxflow.Foundation.Processes;

/// <summary>
/// <see cref="ReadyThread"/> by poll(2), which every Unix has: for systems without epoll, and a few dozen descriptors, since each change
/// and each answer looks at all of them. A descriptor that is given up while it is waited for is closed only when that wait is over, or its
/// number could be another's by then.
/// </summary>
internal sealed unsafe class PollThread : IReadiness
{
    private readonly AnonymousPipeServerStream _wake = new(PipeDirection.Out);
    private readonly Dictionary<long, Watched> _watched = [];
    private readonly Thread _thread;
    private long _next;
    private bool _isWoken;
    private volatile bool _isOver;

    public PollThread(string name)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    public long Watch(SafeHandle handle, bool toWrite, Action ready)
    {
        ObjectDisposedException.ThrowIf(handle.IsClosed, handle);
        lock (_watched)
        {
            _watched.Add(++_next, new Watched(handle, toWrite ? Kernel.PollOut : Kernel.PollIn, ready));
            Wake();
            return _next;
        }
    }

    public void Forget(long token)
    {
        lock (_watched)
        {
            if (_watched.Remove(token))
            {
                Wake();
            }
        }
    }

    public void Dispose()
    {
        lock (_watched)
        {
            if (_isOver)
            {
                return;
            }

            Wake();
            _isOver = true;
        }

        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }

        _wake.Dispose();
    }

    /// <summary>Under the lock. One byte is enough until it is read, so the pipe is never full; at the end nobody is woken.</summary>
    private void Wake()
    {
        if (!_isWoken && !_isOver)
        {
            _isWoken = true;
            _wake.WriteByte(1);
        }
    }

    private void Run()
    {
        var wake = _wake.ClientSafePipeHandle;
        while (!_isOver)
        {
            var (tokens, handles, requests) = Requests(wake);
            fixed (Kernel.PollRequest* start = requests)
            {
                _ = Kernel.Poll(start, (nuint)requests.Length, -1);
            }

            Array.ForEach(handles, static handle => handle.DangerousRelease());
            if (requests[0].Found != 0)
            {
                lock (_watched)
                {
                    byte one;
                    _ = Kernel.Read(wake, &one, 1);
                    _isWoken = false;
                }
            }

            for (var index = 0; index < tokens.Length; index++)
            {
                // Whatever was found, be it an end or an error, the one who waits learns it by reading or writing.
                if (requests[index + 1].Found != 0)
                {
                    Take(tokens[index])?.Ready();
                }
            }
        }
    }

    private (long[] Tokens, SafeHandle[] Handles, Kernel.PollRequest[] Requests) Requests(SafeHandle wake)
    {
        lock (_watched)
        {
            var tokens = new List<long>(_watched.Count);
            var handles = new List<SafeHandle>(_watched.Count);
            var requests = new List<Kernel.PollRequest>(_watched.Count + 1)
            {
                new((int)wake.DangerousGetHandle(), Kernel.PollIn, 0),
            };
            foreach (var (token, watched) in _watched)
            {
                if (watched.TryHold())
                {
                    tokens.Add(token);
                    handles.Add(watched.Handle);
                    requests.Add(new((int)watched.Handle.DangerousGetHandle(), watched.Wanted, 0));
                }
            }

            return ([.. tokens], [.. handles], [.. requests]);
        }
    }

    private Watched? Take(long token)
    {
        lock (_watched)
        {
            return _watched.Remove(token, out var found) ? found : null;
        }
    }

    private sealed record Watched(SafeHandle Handle, short Wanted, Action Ready)
    {
        /// <summary>False: it was closed, and whoever closed it forgets it.</summary>
        public bool TryHold()
        {
            try
            {
                var isHeld = false;
                Handle.DangerousAddRef(ref isHeld);
                return isHeld;
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }
    }
}
