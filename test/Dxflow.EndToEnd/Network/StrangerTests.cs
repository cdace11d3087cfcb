using System.Net.Sockets;
using System.Text;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Network;

/// <summary>What comes from the network without being asked for.</summary>
public sealed class StrangerTests
{
    [Fact]
    public async Task Nobody_comes_in_over_the_network_without_signing_in_not_even_the_owner()
    {
        await using var network = await NetworkHome.Boot();
        foreach (var curl in new[] { network.Clear, network.Secure })
        {
            Assert.Equal(200, (await curl.Get("/healthz")).Status);
            Assert.Equal(401, (await curl.Get("/api/engine")).Status);
            Assert.Equal(401, (await curl.Post("/api/boot/down")).Status);
            Assert.Equal(200, (await curl.Post("/api/auth/challenge")).Status);
        }

        var token = (await network.Clear.SignIn("alice", network.Key)).Text("token");
        Assert.Equal(200, (await network.Clear.Get("/api/workflows", token)).Status);
        Assert.Equal(403, (await network.Clear.Get("/api/keys", token)).Status);
        var refused = (await network.Home.Run("audit", "list", "--outcome", "refused", "-o", "json")).Expect(0).Output;
        Assert.Contains("\"from\":\"127.0.0.1\"", refused.Replace(" ", "", StringComparison.Ordinal));
        (await network.Home.Run("key", "disable", "alice")).Expect(0);
        Assert.Equal(401, (await network.Clear.Get("/api/workflows", token)).Status);
    }

    [Fact]
    public async Task Pages_of_others_reach_nothing_whatever_name_they_bind_to_us()
    {
        await using var network = await NetworkHome.Boot();
        foreach (var url in new[] { network.Http, network.Https })
        {
            Assert.Contains(" 421", Status(await network.Raw(url + "/healthz", "-H", "Host: evil.example")));
            Assert.Contains(" 403", Status(await network.Raw(url + "/healthz", "-H", "Origin: https://evil.example")));
            Assert.Contains(" 403", Status(await network.Raw(
                url + "/api/auth/challenge", "-X", "POST", "-H", "Sec-Fetch-Site: cross-site")));
            var preflight = await network.Raw(
                url + "/api/workflows", "-X", "OPTIONS", "-H", "Origin: https://evil.example", "-H", "Access-Control-Request-Method: POST");
            Assert.Contains(" 403", Status(preflight));
            Assert.DoesNotContain("access-control", preflight, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(" 200", Status(await network.Raw(url + "/healthz", "-H", "Origin: " + url)));
        }
    }

    [Fact]
    public async Task What_is_too_long_or_no_http_is_refused_and_the_engine_goes_on()
    {
        await using var network = await NetworkHome.Boot();
        Assert.Contains(" 431", Status(await network.Raw(network.Http + "/healthz", "-H", "X-Long: " + new string('x', 40_000))));
        Assert.Contains(" 414", Status(await network.Raw(network.Http + "/" + new string('x', 20_000))));
        var large = network.Home.Write("large.json", "{\"identity\":\"" + new string('x', 100_000) + "\"}");
        Assert.Contains(" 413", Status(await network.Raw(
            network.Http + "/api/auth/verify", "-H", "Content-Type: application/json", "-H", "Expect:", "--data-binary", "@" + large)));
        foreach (var line in new[] { "\0\0\0\0\r\n\r\n", "GET /healthz HTTP/1.1\r\n\r\n" })
        {
            Assert.StartsWith("HTTP/1.1 4", await network.Converse(Encoding.ASCII.GetBytes(line)));
        }

        Assert.StartsWith("HTTP/1.1 400", await network.Converse(Encoding.ASCII.GetBytes(
            "POST /api/auth/challenge HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}")));
        Assert.Equal(200, (await network.Clear.Get("/healthz")).Status);
    }

    [Fact]
    public async Task Whoever_sends_a_request_drop_by_drop_is_cut_off()
    {
        await using var network = await NetworkHome.Boot();
        Assert.StartsWith("HTTP/1.1 408", await network.Converse("GET /healthz HTTP/1.1\r\nHost: loc"u8.ToArray()));
    }

    [Fact]
    public async Task A_flood_of_connections_is_refused_and_takes_nothing_from_the_owner()
    {
        await using var network = await NetworkHome.Boot();
        var port = new Uri(network.Http).Port;
        var flood = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 4_200; i++)
            {
                var client = new TcpClient();
                flood.Add(client);
                await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            }

            // What is beyond the limit is closed; a read says so.
            using var late = new CancellationTokenSource(Home.Patience);
            Assert.Equal(0, await ReadAsync(flood[^1], late.Token));
            (await network.Home.Run("engine", "ping")).Expect(0);
            (await network.Home.Run("run", "examples/hello/compose.yaml")).Expect(0);
        }
        finally
        {
            flood.ForEach(client => client.Dispose());
        }

        await Home.Until(async () => (await network.Raw(network.Https + "/healthz")).Contains(" 200", StringComparison.Ordinal), "room");
    }

    /// <summary>0 also for a reset.</summary>
    private static async Task<int> ReadAsync(TcpClient client, CancellationToken late)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1], late);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static string Status(string answer) => answer.Split('\n')[0].TrimEnd() + " ";
}
