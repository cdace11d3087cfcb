using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Containers.Starting;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Starting;

public sealed class ApiSocketTests
{
    private static readonly EngineAddress Address = EngineAddress.Parse("unix:///run/user/7/engine.sock");

    [Fact]
    public void The_engines_own_socket_is_mounted_where_tools_look_for_it()
    {
        var own = new ContainerMount("volume", "data", "/data");
        var mounts = ApiSocket.Given(Spec(true, own), Address).Container!.Spec.Mounts!;
        Assert.Equal([own, new ContainerMount("bind", "/run/user/7/engine.sock", "/var/run/docker.sock")], mounts);
    }

    [Fact]
    public void Who_does_not_ask_is_given_nothing()
    {
        var spec = Spec(false);
        Assert.Same(spec, ApiSocket.Given(spec, Address));
    }

    [Fact]
    public void Without_a_socket_or_with_something_in_its_place_it_is_refused_by_name()
    {
        var far = Assert.Throws<Fault>(() => ApiSocket.Given(Spec(true), EngineAddress.Parse("tcp://far:2375")));
        Assert.Contains("use_api_socket", far.Message, StringComparison.Ordinal);
        var twice = Spec(true, new ContainerMount("bind", "/x", "/var/run/docker.sock"));
        Assert.Contains("use_api_socket", Assert.Throws<Fault>(() => ApiSocket.Given(twice, Address)).Message, StringComparison.Ordinal);
    }

    private static TaskSpec Spec(bool asks, params ContainerMount[] mounts) => new(
        new AttemptId("0123456789abcdef", 0, 0, 1), "web", "/a", "/", [], new Dictionary<string, string>(), new TaskLimits(),
        new ContainerTask(
            new ContainerSpec(new ContainerImage("x"), Mounts: mounts, UseApiSocket: asks), new ProjectSpec("shop", "/shop", [], [], []),
            "shop-web-1", "web", 1, new Dictionary<string, string>(), [], Kept: true));
}
