using Dxflow.Engine.Remote;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Engine.Remote;

public sealed class RemoteDialTests
{
    [Theory]
    [InlineData("https://engine.example:3936")]
    [InlineData("https://10.0.0.5/")]
    [InlineData("http://127.0.0.1:3935")]
    [InlineData("http://localhost")]
    [InlineData("http://[::1]:3935")]
    public void Addresses_of_engines(string text) => Assert.Equal(new Uri(text), RemoteDial.Parse(text));

    [Theory]
    [InlineData("engine.example")]
    [InlineData("ftp://engine.example")]
    [InlineData("https://engine.example/api")]
    [InlineData("https://engine.example/?a=b")]
    [InlineData("https://engine.example/#a")]
    [InlineData("https://alice:secret@engine.example")]
    [InlineData("http://engine.example")]
    [InlineData("http://10.0.0.5:3935")]
    [InlineData("http://localhost.evil.example")]
    public void Anything_else_is_none_and_clear_text_stays_on_this_machine(string text) =>
        Assert.Equal(FaultKind.Invalid, Assert.Throws<Fault>(() => RemoteDial.Parse(text)).Info.Code);
}
