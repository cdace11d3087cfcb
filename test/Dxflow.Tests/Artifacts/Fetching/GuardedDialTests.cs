using System.Net;
using Dxflow.Artifacts.Fetching;
using Xunit;

namespace Dxflow.Tests.Artifacts.Fetching;

public sealed class GuardedDialTests
{
    [Theory]
    [InlineData("inner.example", "10.0.0.1")]
    [InlineData("mixed.example", "1.1.1.1 127.0.0.1")]
    [InlineData("metadata.example", "169.254.169.254")]
    [InlineData("mapped.example", "::ffff:127.0.0.1")]
    [InlineData("127.0.0.1", "")]
    [InlineData("[::1]", "")]
    [InlineData("169.254.169.254", "")]
    public async Task A_host_with_any_address_that_is_not_public_is_refused_and_the_address_not_told(string host, string addresses)
    {
        var refused = await Assert.ThrowsAsync<IOException>(() => Dial(new FetchRules([]), addresses).AddressesAsync(host, 443, default));
        Assert.Contains("allow-hosts", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.0.1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_host_is_taken() => Assert.Equal(
        [IPAddress.Parse("1.1.1.1")], await Dial(new FetchRules([]), "1.1.1.1").AddressesAsync("data.example", 443, default));

    [Theory]
    [InlineData("inner.example", true)]
    [InlineData("INNER.example:443", true)]
    [InlineData("inner.example:8443", false)]
    [InlineData("example", false)]
    public async Task What_the_settings_allow_is_taken_by_its_name(string allowed, bool isTaken)
    {
        var asked = Dial(new FetchRules([allowed]), "10.0.0.1").AddressesAsync("inner.example", 443, default);
        Assert.Equal(isTaken, await Record.ExceptionAsync(() => asked) is null);
    }

    [Fact]
    public async Task A_host_without_an_address_is_an_error() =>
        await Assert.ThrowsAsync<IOException>(() => Dial(new FetchRules([]), "").AddressesAsync("none.example", 443, default));

    private static GuardedDial Dial(FetchRules rules, string addresses) => new(rules, (_, _) => Task.FromResult(
        addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse).ToArray()));
}
