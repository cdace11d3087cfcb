using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Views;
using Xunit;

namespace Dxflow.Tests.Workflows.Views;

public sealed class RunProjectionTests
{
    [Fact]
    public void A_port_is_shown_where_it_can_be_reached()
    {
        Assert.Equal("127.0.0.1:80/tcp", RunProjection.Port(new PortPlan(80, 8080, null, "tcp"), isContainer: false));
        Assert.Equal("0.0.0.0:8080->80/tcp", RunProjection.Port(new PortPlan(80, 8080, null, "tcp"), isContainer: true));
        Assert.Equal("127.0.0.1:53->5353/udp", RunProjection.Port(new PortPlan(5353, 53, "127.0.0.1", "udp"), isContainer: true));
        Assert.Equal("80/tcp", RunProjection.Port(new PortPlan(80, null, null, "tcp"), isContainer: true));
    }
}
