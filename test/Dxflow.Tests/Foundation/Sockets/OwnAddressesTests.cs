using System.Net;
using Dxflow.Foundation.Sockets;
using Xunit;

namespace Dxflow.Tests.Foundation.Sockets;

public sealed class OwnAddressesTests
{
    [Fact]
    public void This_machine_has_itself()
    {
        Assert.Contains(IPAddress.Loopback, OwnAddresses.All());
        Assert.Subset(OwnAddresses.All().ToHashSet(), OwnAddresses.Up().ToHashSet());
    }

    [Fact]
    public void An_interface_that_goes_meanwhile_is_looked_past()
    {
        var looks = 0;
        Assert.Equal([IPAddress.Any], OwnAddresses.Listed(() => ++looks < 3 ? throw new ArgumentException("gone") : [IPAddress.Any]));
    }

    [Fact]
    public void What_can_never_be_listed_is_said() =>
        Assert.Contains("odd", Assert.Throws<IOException>(
            () => OwnAddresses.Listed(static () => throw new ArgumentException("odd"))).Message, StringComparison.Ordinal);
}
