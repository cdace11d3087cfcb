using System.Net;
using Dxflow.Surfaces.Http.Listening;
using Microsoft.AspNetCore.Connections;
using Xunit;

namespace Dxflow.Tests.Surfaces.Http.Listening;

public sealed class ConnectionLimitTests
{
    private readonly TaskCompletionSource _hold = new();
    private readonly ConnectionLimit _limit = new(most: 5, mostEach: 2);

    [Fact]
    public async Task One_address_takes_no_more_than_its_share_and_gives_it_back()
    {
        var served = new List<string>();
        var open = new[] { "192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2" }.Select(from => Connect(from, served)).ToList();
        Assert.Equal(["192.0.2.1", "192.0.2.1", "192.0.2.2"], served);
        Assert.Equal((3, 1), (_limit.Open, _limit.Refused));

        _hold.SetResult();
        await Task.WhenAll(open);
        Assert.Equal(0, _limit.Open);
        await Connect("192.0.2.1", served);
        Assert.Equal(4, served.Count);
    }

    [Fact]
    public async Task All_together_take_no_more_than_there_is_and_this_machine_has_no_share()
    {
        var served = new List<string>();
        var open = Enumerable.Repeat("127.0.0.1", 6).Select(from => Connect(from, served)).ToList();
        Assert.Equal((5, 5, 1), (served.Count, _limit.Open, _limit.Refused));
        _hold.SetResult();
        await Task.WhenAll(open);
    }

    private Task Connect(string from, List<string> served) => _limit.Before(_ =>
    {
        served.Add(from);
        return _hold.Task;
    })(new DefaultConnectionContext("c") { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(from), 1) });
}
