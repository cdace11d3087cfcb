using Dxflow.Engine.Settings;
using Xunit;

namespace Dxflow.Tests.Engine.Settings;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("3000", "127.0.0.1:3000")]
    [InlineData(":3000", "127.0.0.1:3000")]
    [InlineData("0", "127.0.0.1:0")]
    [InlineData("10.0.0.5", "10.0.0.5:3935")]
    [InlineData("10.0.0.5:80", "10.0.0.5:80")]
    [InlineData("localhost", "127.0.0.1:3935")]
    [InlineData("localhost:1", "127.0.0.1:1")]
    [InlineData("*", "0.0.0.0:3935")]
    [InlineData("*:443", "0.0.0.0:443")]
    [InlineData("[::1]", "[::1]:3935")]
    [InlineData("[::1]:443", "[::1]:443")]
    [InlineData("::1", "[::1]:3935")]
    [InlineData(" 10.0.0.5:80 ", "10.0.0.5:80")]
    public void Addresses_are_read_as_people_write_them(string text, string address)
    {
        Assert.True(ListenAddress.TryParse(text, 3935, out var read));
        Assert.Equal(address, read.ToString());
    }

    [Theory]
    [InlineData("engine.example")]
    [InlineData("engine.example:80")]
    [InlineData("10.0.0.5:65536")]
    [InlineData("10.0.0.5:-1")]
    [InlineData("10.0.0.5:")]
    [InlineData("10.0.5:80")]
    [InlineData("010.0.0.5:80")]
    [InlineData("[::1")]
    [InlineData("[::1]80")]
    [InlineData("1:2:3")]
    [InlineData("http://127.0.0.1:80")]
    [InlineData("99999")]
    public void Anything_that_could_mean_something_else_is_none(string text) =>
        Assert.False(ListenAddress.TryParse(text, 3935, out _));
}
