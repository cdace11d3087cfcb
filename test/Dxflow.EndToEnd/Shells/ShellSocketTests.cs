using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Dxflow.EndToEnd.Network;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Shells;

/// <summary>Shells over the network, as a page in a browser or another program has them.</summary>
public sealed class ShellSocketTests : IAsyncLifetime
{
    private NetworkHome _network = null!;

    public async ValueTask InitializeAsync()
    {
        _network = await NetworkHome.Boot();
        (await _network.Home.Run("shell", "create", "work", "--", "bash", "--norc")).Expect(0);
    }

    public ValueTask DisposeAsync() => _network.DisposeAsync();

    [Fact]
    public async Task A_connection_is_taken_up_behind_the_last_byte_that_was_seen()
    {
        var token = await Token("MASTER");
        var (position, instance) = (0L, "");
        using (var socket = await Connect(token, """{"rows":24,"columns":80}"""))
        {
            await Send(socket, """{"bytes":"ZWNobyBmaScncnN0DQ=="}""");
            // What is typed has another spelling; the word comes as the program writes it, or in a painting of the screen.
            await foreach (var record in Until(socket, "first"))
            {
                position = record.TryGetProperty("position", out var at) && at.ValueKind == JsonValueKind.Number ? at.GetInt64() : position;
                instance = record.TryGetProperty("instance", out var of) && of.GetString() is { } known ? known : instance;
            }

            // Nothing is said: the network has gone.
            socket.Abort();
        }

        (await _network.Home.Run("shell", "send", "work", "echo sec''ond", "--enter")).Expect(0);
        using var again = await Connect(token, $$"""{"rows":24,"columns":80,"after":{{position}},"instance":"{{instance}}"}""");
        var seen = new List<JsonElement>();
        await foreach (var record in Until(again, "second"))
        {
            seen.Add(record);
        }

        Assert.DoesNotContain("first", Text(seen));
        Assert.DoesNotContain(seen, static record => record.TryGetProperty("paints", out var paints) && paints.GetBoolean());

        using var other = await Connect(token, $$"""{"rows":24,"columns":80,"after":{{position}},"instance":"another"}""");
        seen.Clear();
        await foreach (var record in Until(other, "second"))
        {
            seen.Add(record);
        }

        Assert.Contains("first", Text(seen));
    }

    [Fact]
    public async Task Who_may_only_read_looks_on_and_types_nothing()
    {
        using var client = new HttpClient { BaseAddress = new Uri(_network.Http), Timeout = Home.Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await Token("MASTER,READ_ONLY"));
        foreach (var path in (string[])["work/connect", "work/send", "work/kill", "prune", ""])
        {
            using var content = new StringContent("""{"text":"x","name":"y"}""", Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync($"/api/shells/{path}".TrimEnd('/'), content);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        using var late = new CancellationTokenSource(Home.Patience);
        await using var watched = await client.GetStreamAsync("/api/shells/work/watch", late.Token);
        using var reader = new StreamReader(watched);
        Assert.NotNull(await reader.ReadLineAsync(late.Token));
        Assert.Contains("(watches)", (await _network.Home.Run("shell", "list", "-o", "json")).Expect(0).Output);
    }

    [Fact]
    public async Task A_shell_in_a_workflow_needs_to_be_allowed_workflows()
    {
        using var client = new HttpClient { BaseAddress = new Uri(_network.Http), Timeout = Home.Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await Token("SHELL"));
        using var content = new StringContent("""{"name":"x","workflow":"any/service"}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("/api/shells", content);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("needs WORKFLOW", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Shells_of_root_are_for_a_master_alone()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        using var client = new HttpClient { BaseAddress = new Uri(_network.Http), Timeout = Home.Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await Token("SHELL,WORKFLOW"));
        using var content = new StringContent("""{"text":"x"}""", Encoding.UTF8, "application/json");
        using var typed = await client.PostAsync("/api/shells/work/send", content);
        Assert.Equal(HttpStatusCode.Forbidden, typed.StatusCode);
        using var seen = await client.GetAsync("/api/shells/work");
        Assert.Equal(HttpStatusCode.Forbidden, seen.StatusCode);
        using var listed = await client.GetAsync("/api/shells");
        Assert.Equal(HttpStatusCode.OK, listed.StatusCode);
    }

    private async Task<string> Token(string permissions) =>
        (await _network.Home.Run("engine", "token", "--permissions", permissions, "-o", "json")).Expect(0)
            .Json.GetProperty("token").GetString()!;

    private async Task<ClientWebSocket> Connect(string token, string request)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("dxflow.v1");
        socket.Options.AddSubProtocol("dxflow.token." + token);
        using var late = new CancellationTokenSource(Home.Patience);
        await socket.ConnectAsync(new Uri(_network.Http.Replace("http", "ws") + "/api/shells/work/connect"), late.Token);
        await Send(socket, request);
        return socket;
    }

    private static Task Send(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>Records up to and with the one after which this text was seen.</summary>
    private static async IAsyncEnumerable<JsonElement> Until(ClientWebSocket socket, string text)
    {
        using var late = new CancellationTokenSource(Home.Patience);
        var all = new List<JsonElement>();
        var chunk = new byte[64 * 1024];
        do
        {
            using var message = new MemoryStream();
            WebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(chunk, late.Token);
                message.Write(chunk, 0, part.Count);
            }
            while (!part.EndOfMessage);
            all.Add(JsonDocument.Parse(message.ToArray()).RootElement);
            yield return all[^1];
        }
        while (!Text(all).Contains(text));
    }

    private static string Text(IEnumerable<JsonElement> records) => Encoding.UTF8.GetString([.. records
        .Where(static record => record.TryGetProperty("bytes", out var bytes) && bytes.ValueKind == JsonValueKind.String)
        .SelectMany(static record => record.GetProperty("bytes").GetBytesFromBase64())]);
}
