using System.Globalization;
using Dxflow.Foundation.Sockets;

namespace Dxflow.Engine.Services;

/// <summary>
/// What the engine owes to whoever started it as a service, by sd_notify: ready, not stuck, ending, restarting. Without a service
/// manager it does nothing. While runs are taken up again, which may take long, it asks for more time instead of being given up.
/// </summary>
internal sealed class Supervision : IDisposable
{
    private const long MoreTimeMicroseconds = 60_000_000;
    private static readonly TimeSpan Insistence = TimeSpan.FromSeconds(20);

    private readonly NotifySocket? _manager;
    private readonly TimeSpan _watchdog;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private ITimer? _timer;

    public Supervision(Func<string, string?> variable, TimeProvider time)
    {
        _manager = NotifySocket.Open(variable("NOTIFY_SOCKET"));
        _time = time;
        var isOurs = variable("WATCHDOG_PID") is not { Length: > 0 } pid
            || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        _watchdog = isOurs && long.TryParse(variable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? TimeSpan.FromMicroseconds(limit)
            : TimeSpan.Zero;
    }

    public void Starting()
    {
        Repeat(Insistence, () => Send(
            string.Create(CultureInfo.InvariantCulture, $"EXTEND_TIMEOUT_USEC={MoreTimeMicroseconds}"),
            "STATUS=taking up the runs of before", "WATCHDOG=1"));
    }

    /// <summary>From here on the watchdog is told at half its time, through the pool that also answers requests.</summary>
    public void Ready()
    {
        Rest();
        Send("READY=1", "STATUS=ready");
        if (_watchdog > TimeSpan.Zero)
        {
            Repeat(_watchdog / 2, () => Send("WATCHDOG=1"));
        }
    }

    public void Stopping() => Send("STOPPING=1", "STATUS=ending; work goes on");

    /// <summary>The same process goes on with another program, and is ready again when that says so.</summary>
    public void Restarting()
    {
        var now = _time.GetElapsedTime(0).Ticks / TimeSpan.TicksPerMicrosecond;
        Send("RELOADING=1", string.Create(CultureInfo.InvariantCulture, $"MONOTONIC_USEC={now}"), "STATUS=going on as another version");
    }

    public void Dispose()
    {
        Rest();
        _manager?.Dispose();
    }

    private void Send(params string[] lines) => _manager?.Send(lines);

    private void Repeat(TimeSpan every, Action tell)
    {
        if (_manager is null)
        {
            return;
        }

        ITimer? own = null;
        void Fire()
        {
            lock (_gate)
            {
                // A timer may still fire once after it was disposed of: its word is no longer true then, or the socket is closed.
                if (ReferenceEquals(_timer, own))
                {
                    tell();
                }
            }
        }

        lock (_gate)
        {
            _timer = own = _time.CreateTimer(_ => Fire(), null, TimeSpan.Zero, every);
        }
    }

    private void Rest()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }
}
