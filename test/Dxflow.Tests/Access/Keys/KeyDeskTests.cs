using Dxflow.Access;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Access.Keys;

public sealed class KeyDeskTests : IAsyncDisposable
{
    private readonly AccessFixture _access = new();

    public ValueTask DisposeAsync() => _access.DisposeAsync();

    [Fact]
    public async Task A_key_is_named_by_its_line_and_may_all_but_master_unless_it_is_said()
    {
        var changed = await _access.Desk.RegisterAsync(new RegisterKey(SampleKeys.Line(SampleKeys.Alice, "alice")), AccessFixture.Local);
        Assert.Equal("alice", changed.Identity);
        Assert.Equal(["SHELL", "OBJECT", "WORKFLOW", "PROXY", "BRIDGE", "PLATFORM"], changed.Permissions);
        Assert.Null(changed.Warning);
    }

    [Fact]
    public async Task A_key_without_a_name_needs_one()
    {
        var fault = await Refused(new RegisterKey(SampleKeys.Alice.ExportSubjectPublicKeyInfoPem()));
        Assert.Contains("--identity", fault.Hint);
        Assert.Contains("identity", (await Refused(new RegisterKey(SampleKeys.Line(SampleKeys.Alice, "two words")))).Hint);
    }

    [Theory]
    [InlineData("READ_ONLY")]
    [InlineData("WORKFLOWS")]
    [InlineData("")]
    public async Task Permissions_that_are_none_are_refused(string permissions) =>
        Assert.Equal(FaultKind.Invalid, (await Refused(new RegisterKey(SampleKeys.Line(SampleKeys.Alice), "alice", [permissions]))).Code);

    [Fact]
    public async Task An_expiry_that_is_none_is_refused()
    {
        await Refused(new RegisterKey(SampleKeys.Line(SampleKeys.Alice), "alice", Expires: TimeSpan.Zero));
        await Refused(new RegisterKey(SampleKeys.Line(SampleKeys.Alice), "alice", Expires: TimeSpan.FromDays(365 * 1000)));
    }

    [Fact]
    public async Task Taking_away_the_last_master_is_said()
    {
        await _access.RegisterAsync("one", SampleKeys.Alice, "MASTER");
        await _access.RegisterAsync("two", SampleKeys.Bob, "MASTER");
        Assert.Null((await _access.Desk.DisableAsync(new DisableKey("one"), AccessFixture.Local)).Warning);
        var last = await _access.Desk.UnregisterAsync(new UnregisterKey("two"), AccessFixture.Local);
        Assert.Contains("No MASTER key is left", last.Warning);
        Assert.False(last.Enabled);
    }

    [Fact]
    public async Task Keys_are_listed_page_by_page_and_the_disabled_on_request()
    {
        await _access.RegisterAsync("alice", SampleKeys.Alice);
        await _access.RegisterAsync("bob", SampleKeys.Bob);
        await _access.Desk.DisableAsync(new DisableKey("alice"), AccessFixture.Local);

        Assert.Equal(["bob", "owner"], (await _access.Desk.ListAsync(new ListKeys())).Items.Select(key => key.Identity));
        var first = await _access.Desk.ListAsync(new ListKeys(2, All: true));
        Assert.Equal(["alice", "bob"], first.Items.Select(key => key.Identity));
        var second = await _access.Desk.ListAsync(new ListKeys(2, first.Next, All: true));
        Assert.Equal(["owner"], second.Items.Select(key => key.Identity));
        Assert.Null(second.Next);
        await Assert.ThrowsAsync<Fault>(() => _access.Desk.ListAsync(new ListKeys(1001)));
    }

    private async Task<FaultInfo> Refused(RegisterKey request) =>
        (await Assert.ThrowsAsync<Fault>(() => _access.Desk.RegisterAsync(request, AccessFixture.Local))).Info;
}
