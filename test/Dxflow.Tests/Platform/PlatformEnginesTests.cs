using Dxflow.Operations;
using Dxflow.Platform;
using Xunit;

namespace Dxflow.Tests.Platform;

public sealed class PlatformEnginesTests : IDisposable
{
    private readonly HashSet<string> _there = [];
    private readonly PlatformEngines _engines;
    private string _docker = "unix:///d.sock";

    public PlatformEnginesTests() => _engines = new PlatformEngines(
        [new(PlatformEngine.Docker, () => _docker), new(PlatformEngine.Podman, static () => "unix:///p.sock")], _there.Contains);

    public void Dispose() => _engines.Dispose();

    [Fact]
    public void The_first_that_is_there_is_meant()
    {
        _there.Add("unix:///p.sock");
        Assert.Equal(PlatformEngine.Podman, _engines.Of(null).Name);
        _there.Add("unix:///d.sock");
        Assert.Equal(PlatformEngine.Docker, _engines.Of(null).Name);
    }

    [Fact]
    public void A_named_one_is_meant_whether_it_is_there_or_not() =>
        Assert.Equal("podman", _engines.Of(PlatformEngine.Podman).Text);

    [Fact]
    public void Without_any_it_is_said_where_they_were_looked_for()
    {
        var fault = Assert.Throws<Fault>(() => _engines.Of(null));
        Assert.Equal(FaultKind.Unavailable, fault.Info.Code);
        Assert.Contains("unix:///d.sock or unix:///p.sock", fault.Info.Detail);
    }

    [Fact]
    public void An_address_has_one_client_and_another_address_another()
    {
        var before = _engines.Of(PlatformEngine.Docker).Api;
        Assert.Same(before, _engines.Of(PlatformEngine.Docker).Api);
        _docker = "unix:///other.sock";
        Assert.NotSame(before, _engines.Of(PlatformEngine.Docker).Api);
    }

    [Fact]
    public async Task A_change_waits_until_it_is_audited()
    {
        var audited = new TaskCompletionSource<long>();
        var caller = new Caller("ci", Permission.Platform, null, CancellationToken.None);
        var change = _engines.ForChangeAsync(PlatformEngine.Docker, new Call(caller, CancellationToken.None, Audited: audited.Task));
        Assert.False(change.IsCompleted);
        audited.SetResult(1);
        Assert.Equal(PlatformEngine.Docker, (await change).Name);
    }

    [Fact]
    public async Task Engines_that_are_not_there_are_listed_as_that()
    {
        var caller = new Caller("ci", Permission.Platform, null, CancellationToken.None);
        var list = await _engines.ListAsync(new Call(caller, CancellationToken.None));
        Assert.Equal([PlatformEngine.Docker, PlatformEngine.Podman], list.Items.Select(static one => one.Name));
        Assert.All(list.Items, static one => Assert.Equal((false, false), (one.Listens, one.Default)));
    }
}
