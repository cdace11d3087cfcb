using System.Text.Json;

namespace Dxflow.EndToEnd.Support;

/// <summary>What curl got: the status and the JSON of the answer.</summary>
internal sealed record CurlAnswer(int Status, JsonElement Json)
{
    public string Text(string name) => Json.GetProperty(name).GetString()!;
}

/// <summary>
/// Requests to an engine by curl, with a token or without, at its socket or at <paramref name="url"/>; and a sign-in made of nothing but
/// openssl and curl.
/// </summary>
internal sealed class Curl(Home home, string? url = null, params string[] options)
{
    public Task<CurlAnswer> Get(string path, string? token = null) => Send("GET", path, token);

    public Task<CurlAnswer> Post(string path, string? token = null, string? body = null) => Send("POST", path, token, body);

    /// <summary>The four lines, signed by openssl with a private key in a file.</summary>
    public async Task<CurlAnswer> SignIn(string identity, string key, string certificate = "-")
    {
        var challenge = await Post("/api/auth/challenge");
        var nonce = challenge.Text("nonce");
        return await Verify(identity, nonce, await Sign(key, challenge.Text("engine"), nonce, certificate));
    }

    public Task<CurlAnswer> Verify(string identity, string nonce, string signature) => Post(
        "/api/auth/verify", null, $$"""{"identity":"{{identity}}","nonce":"{{nonce}}","signature":"{{signature}}"}""");

    public static async Task<string> Sign(string key, string engine, string nonce, string certificate = "-") => Convert.ToBase64String(
        await Tool.Run("openssl", $"dxflow-auth-v1\n{engine}\n{nonce}\n{certificate}", "dgst", "-sha256", "-sign", key));

    public string[] Arguments(string method, string path, string? token, string? body = null) =>
    [
        "-sS", .. options, "-X", method, (url ?? "http://engine") + path,
        .. url is null ? (string[])["--unix-socket", Path.Combine(home.Path, "engine.sock")] : [],
        .. token is null ? (string[])[] : ["-H", "Authorization: Bearer " + token],
        .. body is null ? (string[])[] : ["-H", "Content-Type: application/json", "--data-binary", "@-"],
    ];

    private async Task<CurlAnswer> Send(string method, string path, string? token, string? body = null)
    {
        var text = await Tool.Text("curl", body ?? "", [.. Arguments(method, path, token, body), "-w", "\n%{http_code}"]);
        var cut = text.LastIndexOf('\n');
        return new CurlAnswer(int.Parse(text[(cut + 1)..]), JsonDocument.Parse(text[..cut]).RootElement);
    }
}
