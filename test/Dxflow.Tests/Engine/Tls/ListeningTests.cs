using Dxflow.Engine;
using Dxflow.Engine.Settings;
using Dxflow.Engine.Tls;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Engine.Tls;

public sealed class ListeningTests
{
    private static readonly NetworkSettings Default = new("127.0.0.1:3935", HttpAsked: false, "", "", "", []);

    [Fact]
    public void Without_a_word_it_is_clear_text_on_this_machine_if_that_is_free()
    {
        var listener = Assert.Single(Listening.Plan(new ListenWish(), Default));
        Assert.Equal(("127.0.0.1:3935", false, false), (listener.Address.ToString(), listener.Tls, listener.Asked));
    }

    [Fact]
    public void Options_win_over_settings_and_whatever_was_chosen_is_asked_for()
    {
        var settings = Default with { HttpAddress = "127.0.0.1:1", HttpAsked = true, HttpsAddress = "10.0.0.5" };
        Assert.Equal(
            [("127.0.0.1:1", false, true), ("10.0.0.5:3936", true, true)],
            Listening.Plan(new ListenWish(), settings).Select(each => (each.Address.ToString(), each.Tls, each.Asked)));
        Assert.Equal(
            [("127.0.0.1:2", false, true), ("0.0.0.0:3", true, true)],
            Listening.Plan(new ListenWish("2", "*:3"), settings).Select(each => (each.Address.ToString(), each.Tls, each.Asked)));
        Assert.Empty(Listening.Plan(new ListenWish(NoHttp: true, Https: ""), settings));
        Assert.Empty(Listening.Plan(new ListenWish(), Default with { HttpAddress = "" }));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("10.0.0.5")]
    [InlineData("[::]:80")]
    public void Clear_text_beyond_this_machine_has_to_be_spelt_out(string address)
    {
        var refused = Assert.Throws<Fault>(() => Listening.Plan(new ListenWish(address), Default));
        Assert.Contains("--insecure", refused.Info.Problems![0].Fix);
        Assert.Single(Listening.Plan(new ListenWish(address, Insecure: true), Default));
        Assert.Single(Listening.Plan(new ListenWish(Https: address, NoHttp: true), Default));
        Assert.Throws<Fault>(() => Listening.Plan(new ListenWish(), Default with { HttpAddress = address }));
    }

    [Fact]
    public void Every_problem_is_said_at_once()
    {
        var fault = Assert.Throws<Fault>(() => Listening.Plan(
            new ListenWish("*", "nowhere", NoHttp: true), Default with { CertificateFile = "a.pem" }));
        Assert.Equal(3, fault.Info.Problems!.Count);
    }

    [Fact]
    public void Names_are_those_by_which_this_machine_can_be_asked_for()
    {
        var listeners = Listening.Plan(new ListenWish("*", "10.0.0.5", Insecure: true), Default);
        var names = Listening.Names(listeners, Default with { Names = ["engine.example", "LOCALHOST"] });
        Assert.Empty(((string[])["localhost", "127.0.0.1", "::1", "10.0.0.5", "engine.example"]).Except(names));
        Assert.DoesNotContain("0.0.0.0", names);
        Assert.DoesNotContain("LOCALHOST", names);
    }
}
