using System.Net;
using System.Net.Sockets;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Network;

public sealed class ListeningTests
{
    [Fact]
    public async Task A_default_address_that_is_taken_is_done_without_and_said()
    {
        using var other = Take(3935);
        await using var home = new Home();
        home.Variables["DXFLOW_CONFIG_HTTP_ADDRESS"] = null;
        await using var engine = await home.Boot();
        Assert.Contains("warning: 127.0.0.1:3935 is taken by process", engine.Output);
        Assert.Empty((await home.Run("engine", "info", "-o", "json")).Expect(0).Json.GetProperty("addresses").EnumerateArray());
        (await home.Run("run", "examples/hello/compose.yaml")).Expect(0);
    }

    [Theory]
    [InlineData("--http")]
    [InlineData("--https")]
    [InlineData("--daemon --http")]
    public async Task An_address_that_was_asked_for_and_is_taken_is_refused_by_name_and_nothing_is_begun(string options)
    {
        using var other = Take(0);
        var address = other.LocalEndpoint.ToString()!;
        await using var home = new Home();
        (await home.Run(["boot", "up", .. options.Split(' '), address])).Expect(6)
            .Complains($"{address} is taken by process {Environment.ProcessId}");
        (await home.Run("boot", "status")).Expect(5);
        Assert.False(File.Exists(Path.Combine(home.Path, "journal/index.journal")));
    }

    [Fact]
    public async Task Clear_text_beyond_this_machine_has_to_be_spelt_out_and_every_problem_is_said()
    {
        await using var home = new Home();
        (await home.Run("boot", "up", "--http", "*:0", "--https", "nowhere")).Expect(2).Complains("--insecure").Complains("'nowhere'");
        home.Variables["DXFLOW_CONFIG_HTTP_ADDRESS"] = "0.0.0.0:0";
        (await home.Run("boot", "up")).Expect(2).Complains("--insecure");
        await using var engine = await home.Boot("--insecure");
        Assert.Equal(1, (await home.Run("engine", "info", "-o", "json")).Expect(0).Json.GetProperty("addresses").GetArrayLength());
    }

    [Fact]
    public async Task Settings_and_the_background_listen_too_and_an_instant_engine_never_does()
    {
        await using var home = new Home();
        home.Variables["DXFLOW_CONFIG_HTTP_ADDRESS"] = "127.0.0.1:0";
        using var instant = home.Start("boot", "up", "--instant");
        await Home.Until(async () => (await home.Run("engine", "ping", "-q")).Exit == 0, "the instant engine");
        Assert.Equal(0, (await home.Run("engine", "info", "-o", "json")).Expect(0).Json.GetProperty("addresses").GetArrayLength());
        (await home.Run("boot", "up", "--daemon", "--https", "0")).Expect(0);
        var info = (await home.Run("engine", "info", "-o", "json")).Expect(0).Json;
        Assert.Equal(["http", "https"], info.GetProperty("addresses").EnumerateArray().Select(each => new Uri(each.GetString()!).Scheme));
        Assert.Matches("^[0-9a-f]{64}$", info.GetProperty("fingerprint").GetString());
    }

    private static TcpListener Take(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
        }
        catch (SocketException) when (port != 0)
        {
            // Taken already, which is what is wanted.
        }

        return listener;
    }
}
