using System.Net.Sockets;
using System.Text;
using Dxflow.Engine.Services;
using Xunit;

namespace Dxflow.Tests.Engine.Services;

public sealed class SupervisionTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("dx");
    private readonly Socket _manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };

    private string Address => Path.Combine(_directory.FullName, "notify");

    public void Dispose()
    {
        _manager.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public void A_manager_is_told_of_the_start_the_readiness_and_the_end()
    {
        _manager.Bind(new UnixDomainSocketEndPoint(Address));
        using var supervision = Supervise(Address);
        supervision.Starting();
        Assert.StartsWith("EXTEND_TIMEOUT_USEC=60000000\n", Received());
        supervision.Ready();
        Assert.Equal("READY=1\nSTATUS=ready", Received());
        supervision.Restarting();
        Assert.Matches("^RELOADING=1\nMONOTONIC_USEC=[0-9]+\n", Received());
        supervision.Stopping();
        Assert.StartsWith("STOPPING=1\n", Received());
    }

    [Fact]
    public void An_abstract_name_is_an_address_too()
    {
        var name = "dxflow-" + Guid.NewGuid();
        _manager.Bind(new UnixDomainSocketEndPoint("\0" + name));
        using var supervision = Supervise("@" + name);
        supervision.Stopping();
        Assert.StartsWith("STOPPING=1\n", Received());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("vsock:2:1")]
    [InlineData("/nowhere/at/all")]
    public void Nobody_to_tell_is_no_failure(string? address)
    {
        using var supervision = Supervise(address);
        supervision.Starting();
        supervision.Ready();
        supervision.Stopping();
    }

    [Fact]
    public void The_watchdog_is_fed_where_it_is_ours()
    {
        _manager.Bind(new UnixDomainSocketEndPoint(Address));
        using var ours = Supervise(Address, "100000");
        ours.Ready();
        Assert.StartsWith("READY=1", Received());
        Assert.Equal("WATCHDOG=1", Received());
        ours.Dispose();
        using var others = Supervise(Address, "100000", "1");
        others.Ready();
        string next;
        do
        {
            next = Received();
        }
        while (next == "WATCHDOG=1");

        others.Stopping();
        Assert.StartsWith("READY=1", next);
        Assert.StartsWith("STOPPING=1", Received());
    }

    [Fact]
    public void A_timer_that_fires_after_its_end_says_nothing()
    {
        _manager.Bind(new UnixDomainSocketEndPoint(Address));
        var time = new LateTime();
        using var supervision = Supervise(Address, "100000", time: time);
        supervision.Starting();
        supervision.Ready();
        time.FireAll();
        Assert.Equal("READY=1\nSTATUS=ready", Received());
        Assert.Equal("WATCHDOG=1", Received());
        supervision.Dispose();
        time.FireAll();
        Assert.Equal(0, _manager.Available);
    }

    private static Supervision Supervise(
        string? address, string? watchdog = null, string? watchdogPid = null, TimeProvider? time = null) => new(
        name => name switch
        {
            "NOTIFY_SOCKET" => address,
            "WATCHDOG_USEC" => watchdog,
            "WATCHDOG_PID" => watchdogPid,
            _ => null,
        },
        time ?? TimeProvider.System);

    private string Received()
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, _manager.Receive(buffer));
    }

    /// <summary>Its timers fire when they are told to, also after they were disposed of, as those of the system may.</summary>
    private sealed class LateTime : TimeProvider
    {
        private readonly List<Action> _timers = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timers.Add(() => callback(state));
            return new Late();
        }

        public void FireAll() => _timers.ForEach(static fire => fire());

        private sealed class Late : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
