using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Dxflow.EndToEnd.Network;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Objects;

/// <summary>Uploads that are resumed, by the protocol's own client, over TLS, and by curl.</summary>
public sealed class TusTests
{
    private const int FileBytes = 24 << 20;
    private static readonly string Node = Environment.GetEnvironmentVariable("DXFLOW_NODE")!;

    [Fact]
    public async Task An_upload_goes_on_after_the_client_and_the_engine_were_killed_under_another_token()
    {
        await using var network = await NetworkHome.Boot();
        var file = RandomFile(network.Home);
        var stopped = await Upload(network, await Token(network), file, "data/big", stop: FileBytes / 2);
        Assert.Equal("stopped", stopped.GetProperty("state").GetString());
        Assert.Equal(3, (await network.Home.Run("object", "show", "data/big")).Exit);

        await network.Crash();
        var done = await Upload(network, await Token(network), file, "data/big");
        Assert.Equal("done", done.GetProperty("state").GetString());
        Assert.True(done.GetProperty("first").GetInt64() >= FileBytes / 2, done.GetRawText());
        Assert.Equal(FileBytes, done.GetProperty("first").GetInt64() + done.GetProperty("sent").GetInt64());
        Assert.Equal(Sum(file), await SumOf(network.Home, "data/big"));
    }

    [Fact]
    public async Task Parts_that_come_side_by_side_become_one_file()
    {
        await using var network = await NetworkHome.Boot();
        var file = RandomFile(network.Home);
        var done = await Upload(network, await Token(network), file, "four/parts", parallel: 4);
        Assert.True(done.GetProperty("state").GetString() == "done", done.GetRawText());
        Assert.Equal(Sum(file), await SumOf(network.Home, "four/parts"));
        var left = (await network.Home.Run("object", "incoming", "list", "-o", "json")).Expect(0).Json.GetProperty("items");
        Assert.Equal(["four/parts"], left.EnumerateArray().Select(static one => one.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task What_is_wrong_has_the_status_that_the_protocol_gives_it()
    {
        await using var network = await NetworkHome.Boot();
        var home = network.Home;
        var token = await Token(network);
        Assert.Equal("412", await Status(home, token, "", "POST", "/api/tus", "Tus-Resumable: 0.9.0"));
        Assert.Equal("204", await Status(home, null, "", "OPTIONS", "/api/tus"));
        Assert.Equal("400", await Status(home, token, "", "POST", "/api/tus?path=x"));
        Assert.Equal("405", await Status(home, token, "", "GET", "/api/tus/abc"));
        Assert.Equal("404", await Status(home, token, "", "HEAD", "/api/tus/abc"));
        Assert.Equal("401", await Status(home, "no.token.here", "", "HEAD", "/api/tus/abc"));
        Assert.Equal("201", await Status(home, token, "", "POST", "/api/tus?path=x", "Upload-Length: 3"));
        var id = (await home.Run("object", "incoming", "list", "-o", "json")).Expect(0).Json
            .GetProperty("items")[0].GetProperty("id").GetString();
        string[] piece = ["Content-Type: application/offset+octet-stream", "Upload-Offset: 0"];
        Assert.Equal("415", await Status(home, token, "abc", "PATCH", $"/api/tus/{id}", "Upload-Offset: 0"));
        Assert.Equal("409", await Status(home, token, "c", "PATCH", $"/api/tus/{id}", piece[0], "Upload-Offset: 2"));
        Assert.Equal("400", await Status(home, token, "abcd", "PATCH", $"/api/tus/{id}", piece));
        var wrong = Convert.ToBase64String(SHA256.HashData("xyz"u8));
        var right = Convert.ToBase64String(SHA256.HashData("abc"u8));
        Assert.Equal("460", await Status(home, token, "abc", "PATCH", $"/api/tus/{id}", [.. piece, $"Upload-Checksum: sha256 {wrong}"]));
        Assert.Equal("204", await Status(home, token, "abc", "PATCH", $"/api/tus/{id}", [.. piece, $"Upload-Checksum: sha256 {right}"]));
        Assert.Equal("abc", (await home.Run("object", "download", "x")).Expect(0).Output);
        Assert.Equal("409", await Status(home, token, "", "POST", "/api/tus?path=x", "Upload-Length: 3"));

        // Another key sees nothing of it, and one that only looks may not begin.
        var stranger = await KeyOf(home, "eve", "OBJECT");
        Assert.Equal("404", await Status(home, stranger, "", "HEAD", $"/api/tus/{id}"));
        Assert.Equal("404", await Status(home, stranger, "", "DELETE", $"/api/tus/{id}"));
        var reader = await KeyOf(home, "rita", "OBJECT,READ_ONLY");
        Assert.Equal("403", await Status(home, reader, "", "POST", "/api/tus?path=y", "Upload-Length: 3"));
        Assert.Equal("204", await Status(home, token, "", "DELETE", $"/api/tus/{id}"));
    }

    private static async Task<string> KeyOf(Home home, string name, string permissions)
    {
        (await home.Run("key", "generate", name)).Expect(0);
        (await home.Run("key", "register", Path.Combine(home.Path, $"keys/{name}.pub"), "-p", permissions)).Expect(0);
        var signed = await new Curl(home).SignIn(name, Path.Combine(home.Path, $"keys/{name}.pem"));
        return signed.Text("token");
    }

    private static async Task<string> Status(Home home, string? token, string body, string method, string path, params string[] headers)
    {
        string[] version = headers.Any(static one => one.StartsWith("Tus-", StringComparison.Ordinal)) ? [] : ["Tus-Resumable: 1.0.0"];
        string[] verb = method == "HEAD" ? ["--head"] : ["-X", method];
        string[] sent = body.Length > 0 ? ["--data-binary", "@-"] : [];
        return await Tool.Text("curl", body, [
            "-sS", "-o", "/dev/null", "-w", "%{http_code}", .. verb, "http://engine" + path,
            "--unix-socket", Path.Combine(home.Path, "engine.sock"), .. sent,
            .. token is null ? (string[])[] : ["-H", "Authorization: Bearer " + token],
            .. body.Length > 0 && !headers.Any(static one => one.StartsWith("Content-Type", StringComparison.Ordinal))
                ? (string[])["-H", "Content-Type: text/plain"] : [],
            .. headers.Concat(version).SelectMany(static header => new[] { "-H", header })]);
    }

    private static async Task<string> Token(NetworkHome network) =>
        (await network.Home.Run("engine", "token", "-o", "json")).Expect(0).Json.GetProperty("token").GetString()!;

    private static string RandomFile(Home home)
    {
        var file = Path.Combine(home.Path, "random");
        File.WriteAllBytes(file, RandomNumberGenerator.GetBytes(FileBytes));
        return file;
    }

    private static string Sum(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private static async Task<string> SumOf(Home home, string path) =>
        (await home.Run("object", "show", path, "-o", "json")).Expect(0).Json.GetProperty("sha256").GetString()!;

    private static async Task<JsonElement> Upload(
        NetworkHome network, string token, string file, string path, long stop = 0, int parallel = 1)
    {
        var script = Path.Combine(Home.Repository, "test/Dxflow.EndToEnd/Node/tus.cjs");
        var storage = Path.Combine(network.Home.Path, "urls.json");
        var start = new ProcessStartInfo(
            "node", [script, network.Https + "/api/tus", token, file, path, storage, $"{stop}", $"{parallel}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NODE_EXTRA_CA_CERTS"] = network.Authority;
        start.Environment["NODE_PATH"] = Path.Combine(Node, "node_modules");
        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(Home.Patience);
        var output = process.StandardOutput.ReadToEndAsync(late.Token);
        var error = process.StandardError.ReadToEndAsync(late.Token);
        await process.WaitForExitAsync(late.Token);
        Assert.True(process.ExitCode == 0, await error);
        return JsonDocument.Parse(await output).RootElement;
    }
}
