using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Access;

public sealed class SignInTests
{
    [Fact]
    public async Task Openssl_and_curl_alone_sign_in()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var (key, pub) = (Path.Combine(home.Path, "alice.key"), Path.Combine(home.Path, "alice.pub"));
        await Tool.Run("openssl", "", "genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072", "-out", key);
        await Tool.Run("openssl", "", "pkey", "-in", key, "-pubout", "-out", pub);
        (await home.Run("key", "register", pub, "--identity", "alice", "--permissions", "WORKFLOW,READ_ONLY")).Expect(0);
        var curl = new Curl(home);

        var challenge = await curl.Post("/api/auth/challenge");
        var nonce = challenge.Text("nonce");
        var signature = await Curl.Sign(key, challenge.Text("engine"), nonce);
        var signedIn = await curl.Verify("alice", nonce, signature);
        Assert.Equal(200, signedIn.Status);
        var token = signedIn.Text("token");

        Assert.Equal(200, (await curl.Get("/api/workflows", token)).Status);
        Assert.Equal(200, (await curl.Get("/api/engine", token)).Status);
        Assert.Equal(403, (await curl.Get("/api/keys", token)).Status);
        Assert.Equal(403, (await curl.Post("/api/workflows/prune", token)).Status);
        Assert.Equal(403, (await curl.Post("/api/engine/token", token)).Status);
        Assert.Equal(401, (await curl.Get("/api/workflows", token[..^1])).Status);
        Assert.Equal(401, (await curl.Verify("alice", nonce, signature)).Status);
        await Refusals(home, curl, token);
        Assert.Equal(401, (await curl.SignIn("nobody", key)).Status);
        await Secrecy(home, token, nonce, signature);
    }

    [Fact]
    public async Task The_commands_sign_in_too_and_a_token_outlives_a_killed_engine()
    {
        await using var home = new Home();
        var engine = await home.Boot();
        var key = (await home.Run("key", "generate", "ci", "-o", "json")).Expect(0).Json;
        (await home.Run("key", "register", key.GetProperty("publicKey").GetString()!)).Expect(0);
        var challenge = (await home.Run("auth", "challenge", "-o", "json")).Expect(0).Json;
        var nonce = challenge.GetProperty("nonce").GetString()!;
        var signature = await Curl.Sign(
            key.GetProperty("privateKey").GetString()!, challenge.GetProperty("engine").GetString()!, nonce);
        var token = (await home.Run("auth", "verify", "ci", nonce, signature, "--lifetime", "10m", "-o", "json"))
            .Expect(0).Json.GetProperty("token").GetString()!;
        (await home.Run("auth", "verify", "ci", nonce, signature)).Expect(4).Complains("used");

        await engine.Crash();
        await engine.DisposeAsync();
        await using var next = await home.Boot();
        Assert.Equal(200, (await new Curl(home).Get("/api/workflows", token)).Status);
    }

    [Fact]
    public async Task The_owner_of_the_socket_makes_tokens_for_scripts()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var curl = new Curl(home);
        var token = (await home.Run("engine", "token", "--permissions", "READ_ONLY", "-o", "json")).Expect(0).Json.GetProperty("token")
            .GetString()!;
        Assert.Equal(200, (await curl.Get("/api/keys", token)).Status);
        Assert.Equal(403, (await curl.Post("/api/boot/down", token)).Status);
        (await home.Run("key", "rotate", "owner")).Expect(0);
        Assert.Equal(401, (await curl.Get("/api/keys", token)).Status);
        (await home.Run("engine", "token", "--lifetime", "25h")).Expect(2).Complains("24h");
    }

    [Fact]
    public async Task An_open_stream_ends_when_its_key_is_disabled()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var file = home.Write("long.yaml", "name: long\nservices: { a: { command: [sleep, '600'] } }\n");
        (await home.Run("run", file, "--detach")).Expect(0);
        (await home.Run("key", "generate", "watcher")).Expect(0);
        (await home.Run("key", "register", Path.Combine(home.Path, "keys/watcher.pub"), "-p", "WORKFLOW")).Expect(0);
        var curl = new Curl(home);
        var token = (await curl.SignIn("watcher", Path.Combine(home.Path, "keys/watcher.pem"))).Text("token");

        var path = "/api/workflows/long/events?follow=true";
        var following = Tool.Text("curl", "", [.. curl.Arguments("GET", path, token), "-N", "-H", "Accept: application/x-ndjson"]);
        await home.Until("long", "services", "a", "running");
        Assert.False(following.IsCompleted);
        (await home.Run("key", "disable", "watcher")).Expect(0);

        Assert.Contains("unauthenticated", (await following.WaitAsync(Home.Patience)).TrimEnd().Split('\n')[^1]);
        Assert.Equal(401, (await curl.Get("/api/workflows", token)).Status);
        (await home.Run("workflow", "kill", "long", "--yes")).Expect(0);
    }

    /// <summary>A 401 says how to sign in; another scheme is none of ours, also on the socket; what was refused is in the log.</summary>
    private static async Task Refusals(Home home, Curl curl, string token)
    {
        foreach (var header in new[] { "Authorization: Basic YWxpY2U6eA==", "Authorization: Bearer x" })
        {
            var answer = await Tool.Text("curl", "", [.. curl.Arguments("GET", "/api/workflows", null), "-i", "-H", header]);
            Assert.Contains("401 ", answer.Split('\n')[0]);
            Assert.Contains("WWW-Authenticate: Bearer ", answer);
        }

        var wish = $$"""{"key":"none","identity":"mallory"}""";
        Assert.Equal(403, (await curl.Post("/api/keys", token, wish)).Status);
        Assert.Contains("mallory", (await home.Run("audit", "list", "--operation", "key.register", "--outcome", "refused", "-o", "json"))
            .Expect(0).Output);
    }

    /// <summary>Nothing that lets somebody in stands in any file of the home but the secret itself.</summary>
    private static async Task Secrecy(Home home, params string[] secrets)
    {
        foreach (var path in Directory.EnumerateFiles(home.Path, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".sock")))
        {
            var text = await File.ReadAllTextAsync(path);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, text));
        }
    }
}
