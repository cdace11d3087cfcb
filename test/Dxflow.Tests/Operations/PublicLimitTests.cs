using Dxflow.Operations;
using Dxflow.Tests.Foundation;
using Xunit;

namespace Dxflow.Tests.Operations;

public sealed class PublicLimitTests
{
    private readonly ManualTime _time = new();
    private readonly PublicLimit _limit;

    public PublicLimitTests() => _limit = new PublicLimit(_time);

    [Fact]
    public void An_address_has_a_burst_and_then_a_rate()
    {
        Assert.Equal(PublicLimit.Burst, Takes("10.0.0.1", 100));
        _time.Advance(PublicLimit.Every * 3);
        Assert.Equal(3, Takes("10.0.0.1", 100));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(PublicLimit.Burst, Takes("10.0.0.1", 100));
    }

    [Fact]
    public void Another_address_is_hardly_touched()
    {
        Takes("10.0.0.1", 100);
        Assert.InRange(Enumerable.Range(2, 100).Count(i => Takes($"10.0.0.{i}", 1) == 1), 90, 100);
    }

    [Fact]
    public void All_of_this_machine_counts_as_one()
    {
        Assert.Equal(PublicLimit.Burst, Enumerable.Range(1, 200).Sum(i => Takes($"127.0.0.{i}", 1)));
        Assert.Equal(0, Takes("::1", 1));
    }

    [Fact]
    public void An_address_of_version_6_counts_by_its_network()
    {
        Assert.Equal(PublicLimit.Burst, Enumerable.Range(0, 100).Count(i => Takes($"2001:db8::{i:x}", 1) == 1));
        Takes("10.9.9.9", 100);
        Assert.Equal(0, Takes("::ffff:10.9.9.9", 1));
    }

    [Fact]
    public void The_owner_of_the_socket_is_not_limited() => Assert.All(
        Enumerable.Range(0, 1000), _ => Assert.True(_limit.TryTake(new Connection(new LocalPeer(1, 0, 0), null, "unix", default))));

    [Fact]
    public async Task Many_at_once_get_the_burst_and_no_more()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Takes("10.0.0.1", 100))));
        Assert.Equal(PublicLimit.Burst, taken.Sum());
    }

    private int Takes(string from, int times) =>
        Enumerable.Range(0, times).Count(_ => _limit.TryTake(new Connection(null, null, from, default)));
}
