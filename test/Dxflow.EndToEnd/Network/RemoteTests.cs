using System.Text.Json.Nodes;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Network;

/// <summary>The same commands against an engine that is reached over the network, from a home that has no engine.</summary>
public sealed class RemoteTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task A_trusted_engine_is_signed_in_at_once_and_again_when_it_has_to_be()
    {
        await using var network = await NetworkHome.Boot();
        await using var client = await network.Client();
        client.Variables["DXFLOW_ENGINE"] = network.Https;
        (await client.Run("workflow", "list")).Expect(4).Complains("dxflow engine trust");
        var fingerprint = (await network.Home.Run("engine", "info", "-o", "json")).Expect(0).Json.GetProperty("fingerprint").GetString()!;
        (await client.Run("engine", "trust", network.Https, "--fingerprint", new string('0', 64))).Expect(4).Complains(fingerprint);
        (await client.Run("engine", "trust", network.Https, "--fingerprint", fingerprint)).Expect(0).Says(fingerprint);

        (await client.Run("run", "examples/hello/compose.yaml", "-p", "name=Ada")).Expect(0).Says("Hello, Ada!");
        (await client.Run("workflow", "logs", "hello")).Expect(0);
        var token = Assert.Single(Directory.GetFiles(Path.Combine(client.Path, "tokens")));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(token));
        Assert.Equal(1, await SignIns(network));

        (await network.Home.Run("key", "rotate", "bob")).Expect(0);
        (await client.Run("workflow", "list")).Expect(0).Says("hello");
        Assert.Equal(2, await SignIns(network));
        (await network.Home.Run("key", "disable", "bob")).Expect(0);
        (await client.Run("workflow", "list")).Expect(4);
    }

    [Fact]
    public async Task An_engine_with_another_key_than_the_known_one_is_not_talked_to_until_somebody_says_so()
    {
        await using var network = await NetworkHome.Boot();
        await using var client = await network.Client();
        (await client.Run("engine", "trust", network.Https, "--yes")).Expect(0);
        await using var other = new Home();
        await using var pretender = await other.Boot("--https", "0");
        var there = (await other.Run("engine", "info", "-o", "json")).Expect(0).Json;
        var (url, fingerprint) = (there.GetProperty("addresses")[0].GetString()!, there.GetProperty("fingerprint").GetString()!);
        var known = Path.Combine(client.Path, "known-engines");
        File.Copy(Directory.GetFiles(known)[0], Path.Combine(known, $"127.0.0.1_{new Uri(url).Port}.pem"));

        (await client.Run("workflow", "list", "--engine", url)).Expect(4).Complains("--replace");
        (await client.Run("engine", "trust", url, "--yes")).Expect(4).Complains(fingerprint);
        (await client.Run("engine", "trust", url, "--yes", "--replace")).Expect(0);
        (await client.Run("workflow", "list", "--engine", url)).Expect(4).Complains("signature");
    }

    [Fact]
    public async Task An_engine_with_a_given_certificate_is_known_by_its_id()
    {
        await using var home = new Home();
        var (certificate, key) = (Path.Combine(home.Path, "given.pem"), Path.Combine(home.Path, "given.key"));
        await Tool.Run(
            "openssl", "", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
            "-subj", "/CN=given", "-addext", "subjectAltName=IP:127.0.0.1");
        await using var first = await Given(home, certificate, key);
        await using var other = new Home();
        await using var second = await Given(other, certificate, key);
        await using var client = new Home();
        client.Variables["SSL_CERT_FILE"] = certificate;
        (await client.Run("key", "generate", "bob")).Expect(0);
        client.Variables["DXFLOW_CONFIG_CONNECTION_KEY"] = Path.Combine(client.Path, "keys/bob.pem");
        var (url, elsewhere) = (await Registered(home, client), await Registered(other, client));

        (await client.Run("workflow", "list", "--engine", url)).Expect(0);
        (await client.Run("engine", "trust", url, "--yes")).Expect(0);
        (await client.Run("workflow", "list", "--engine", url)).Expect(0);
        var known = Path.Combine(client.Path, "known-engines");
        File.Copy(Assert.Single(Directory.GetFiles(known)), Path.Combine(known, $"127.0.0.1_{new Uri(elsewhere).Port}.id"));
        (await client.Run("workflow", "list", "--engine", elsewhere)).Expect(4).Complains("--replace");
        (await client.Run("engine", "trust", elsewhere, "--yes")).Expect(4).Complains("is known under this name");
        (await client.Run("engine", "trust", elsewhere, "--yes", "--replace")).Expect(0);
        (await client.Run("workflow", "list", "--engine", elsewhere)).Expect(0);
        client.Variables.Remove("SSL_CERT_FILE");
        (await client.Run("engine", "trust", url, "--yes")).Expect(4);
    }

    private static Task<Support.Engine> Given(Home home, string certificate, string key)
    {
        home.Variables["DXFLOW_CONFIG_HTTPS_CERT"] = certificate;
        home.Variables["DXFLOW_CONFIG_HTTPS_KEY"] = key;
        return home.Boot("--https", "0");
    }

    private static async Task<string> Registered(Home home, Home client)
    {
        (await home.Run("key", "register", Path.Combine(client.Path, "keys/bob.pub"), "-p", "MASTER")).Expect(0);
        return (await home.Run("engine", "info", "-o", "json")).Expect(0).Json.GetProperty("addresses")[0].GetString()!;
    }

    [Fact]
    public async Task Exec_signs_in_again_by_itself_and_loses_nothing_of_what_is_piped_into_it()
    {
        await using var network = await NetworkHome.Boot();
        await network.StartKeep();
        await using var client = await network.Client();
        (await client.Run("engine", "trust", network.Https, "--yes")).Expect(0);
        string[] cat = ["workflow", "exec", "-i", "work", "keep", "--engine", network.Https, "--", "cat"];
        var piped = string.Concat(Enumerable.Range(0, 50_000).Select(static number => $"line {number}\n"));
        Assert.Equal(piped, (await client.RunWith(piped, cat)).Expect(0).Output);

        // The engine ends the token that is kept here.
        (await network.Home.Run("key", "rotate", "bob")).Expect(0);
        Assert.Equal(piped, (await client.RunWith(piped, cat)).Expect(0).Output);
        Assert.Equal(2, await SignIns(network));

        // It has less than a minute left.
        var kept = Directory.GetFiles(Path.Combine(client.Path, "tokens")).Single();
        var token = JsonNode.Parse(await File.ReadAllTextAsync(kept))!;
        token["expiresAt"] = DateTimeOffset.UtcNow.AddSeconds(55);
        await File.WriteAllTextAsync(kept, token.ToJsonString());
        Assert.Equal(piped, (await client.RunWith(piped, cat)).Expect(0).Output);
        Assert.Equal(3, await SignIns(network));
    }

    [Fact]
    public async Task On_this_machine_a_token_that_was_given_is_enough()
    {
        await using var network = await NetworkHome.Boot();
        await using var client = new Home();
        (await client.Run("workflow", "list", "--engine", network.Http)).Expect(4).Complains("key generate");
        client.Variables["DXFLOW_TOKEN"] = (await network.Home.Run("engine", "token", "-o", "json")).Expect(0).Json
            .GetProperty("token").GetString()!;
        (await client.Run("workflow", "list", "--engine", network.Http)).Expect(0);
        (await client.Run("engine", "ping", "--engine", network.Http)).Expect(0).Says(network.Http);
        (await client.Run("workflow", "list", "--engine", "lab")).Expect(2).Complains("config set connection-address");
        (await client.Run("config", "set", "connection-address", network.Http, "--profile", "lab")).Expect(0);
        (await client.Run("engine", "ping", "--engine", "lab")).Expect(0).Says(network.Http);
        (await client.Run("workflow", "list", "--engine", "http://192.0.2.1:3935")).Expect(2).Complains("https");
        (await client.Run("workflow", "list", "--engine", "https://127.0.0.1:1")).Expect(5);
        client.Variables["DXFLOW_TOKEN"] = "dxflow_x";
        (await client.Run("workflow", "list", "--engine", network.Http)).Expect(4);
    }

    private static async Task<int> SignIns(NetworkHome network) =>
        (await network.Home.Run("audit", "list", "--identity", "bob", "--operation", "auth.verify", "-o", "json")).Expect(0).Json
        .GetProperty("items").GetArrayLength();
}
