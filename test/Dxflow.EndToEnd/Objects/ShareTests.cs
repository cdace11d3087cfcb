using Dxflow.EndToEnd.Network;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Objects;

/// <summary>Links to objects, by curl, as strangers have it.</summary>
public sealed class ShareTests
{
    [Fact]
    public async Task Curl_fetches_goes_on_sends_and_is_turned_away_when_the_link_or_its_owner_is_over()
    {
        await using var network = await NetworkHome.Boot();
        var home = network.Home;
        (await home.RunWith("0123456789", "object", "upload", "out/digits", "-", "-p")).Expect(0);
        (await home.Run("object", "create", "in")).Expect(0);

        // The owner is a key that can be taken away.
        (await home.Run("key", "unregister", "alice", "--yes")).Expect(0);
        (await home.Run("key", "register", Path.Combine(home.Path, "keys/alice.pub"), "-p", "OBJECT")).Expect(0);
        var alice = (await new Curl(home).SignIn("alice", network.Key)).Text("token");
        var link = await Tool.Text(
            "curl", "", "-sS", "--cacert", network.Authority, "-H", $"Authorization: Bearer {alice}", "--json",
            """{"path":"out/digits","note":"for curl"}""", network.Https + "/api/shares");
        link = System.Text.Json.JsonDocument.Parse(link).RootElement.GetProperty("link").GetString()!;
        var token = link.Split('/')[^1];

        var begun = home.Write("digits", "01234");
        await Curl(network, "-C", "-", "-o", begun, link);
        Assert.Equal("0123456789", File.ReadAllText(begun));
        var head = await network.Raw(link, "--http1.1", "-r", "2-4");
        Assert.StartsWith("HTTP/1.1 206", head);
        Assert.Contains("filename=digits", head, StringComparison.Ordinal);
        Assert.EndsWith("234", head);
        Assert.Equal("0123456789", (await home.Run("share", "fetch", token)).Expect(0).Output);
        Assert.StartsWith("HTTP/1.1 404", await network.Raw(link + "x", "--http1.1"));

        // One that takes files, with a password.
        string[] taking = ["share", "create", "in", "--write", "--count", "2", "--password", "-", "-o", "json"];
        var inbox = (await home.RunWith("open sesame\n", taking)).Expect(0).Json;
        var (write, id) = (inbox.GetProperty("link").GetString()!, inbox.GetProperty("id").GetString()!);
        Assert.Equal("401", await Curl(network, "-T", begun, "-o", "/dev/null", "-w", "%{http_code}", write + "/"));
        Assert.Contains("Basic realm", await network.Raw(write, "--http1.1"), StringComparison.Ordinal);
        Assert.Contains("\"size\":10", await Curl(network, "-T", begun, "-u", ":open sesame", write + "/"), StringComparison.Ordinal);
        Assert.Equal("409", await Curl(
            network, "-T", begun, "-u", ":open sesame", "-o", "/dev/null", "-w", "%{http_code}", write + "/digits"));
        (await home.Run("share", "send", write.Split('/')[^1], "other", begun, "--password", home.Write("pw", "open sesame"))).Expect(0);
        Assert.Equal("in/digits\nin/other\n", (await home.Run("object", "list", "in", "-o", "name")).Expect(0).Output);
        Assert.Equal("used_up", (await home.Run("share", "show", id, "-o", "json")).Expect(0).Json.GetProperty("state").GetString());

        // What is over is over, and the log has each use and no token.
        (await home.Run("share", "revoke", id)).Expect(0);
        (await home.Run("key", "disable", "alice")).Expect(0);
        Assert.StartsWith("HTTP/1.1 404", await network.Raw(link, "--http1.1"));
        (await home.Run("share", "list")).Expect(0).Says("orphaned");
        var audit = (await home.Run("audit", "list", "-o", "json", "--limit", "1000")).Expect(0).Output;
        Assert.Contains("share.fetch", audit, StringComparison.Ordinal);
        Assert.DoesNotContain(token, audit, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", audit, StringComparison.Ordinal);
    }

    private static Task<string> Curl(NetworkHome network, params string[] arguments) =>
        Tool.Text("curl", "", ["-sS", "--cacert", network.Authority, .. arguments]);
}
