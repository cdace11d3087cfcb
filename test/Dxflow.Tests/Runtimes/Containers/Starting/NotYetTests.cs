using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Containers.Starting;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Starting;

public sealed class NotYetTests
{
    [Fact]
    public void What_is_not_done_yet_is_refused_by_name()
    {
        var plain = new ContainerSpec(new ContainerImage("x"));
        NotYet.Check(plain);
        NotYet.Check(plain with { PostStart = [] });
        Assert.Contains("post_start", Fails(plain with { PostStart = [new ContainerHook(["x"])] }), StringComparison.Ordinal);
        Assert.Contains("pre_stop", Fails(plain with { PreStop = [new ContainerHook(["x"])] }), StringComparison.Ordinal);
        Assert.Contains("use_api_socket", Fails(plain with { UseApiSocket = true }), StringComparison.Ordinal);
    }

    private static string Fails(ContainerSpec spec) => Assert.Throws<Fault>(() => NotYet.Check(spec)).Info.Detail!;
}
