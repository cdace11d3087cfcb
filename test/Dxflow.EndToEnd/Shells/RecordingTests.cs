using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dxflow.EndToEnd.Network;
using Dxflow.EndToEnd.Support;
using Dxflow.Foundation.Terminals;
using Xunit;

namespace Dxflow.EndToEnd.Shells;

/// <summary>Recordings by command: made through an engine's death, judged and shown by asciinema, played, kept to their rules.</summary>
public sealed class RecordingTests : IAsyncLifetime
{
    private NetworkHome _network = null!;

    private Home Home => _network.Home;

    public async ValueTask InitializeAsync()
    {
        _network = await NetworkHome.Boot();
        (await Home.Run("shell", "create", "work", "--record", "--", "bash", "--norc", "-i")).Expect(0);
    }

    public ValueTask DisposeAsync() => _network.DisposeAsync();

    [Fact]
    public async Task A_recording_goes_on_without_an_engine_and_another_program_plays_it()
    {
        await Type("echo bef''ore; printf '\\e]'5'2;c;c2VjcmV0\\a\\e['6'n'; read -rsd R x; (sleep 1; echo with''out an engine) &");
        await Seen("before");
        await _network.Crash();
        await Seen("without an engine");
        await Type("exit 3");
        await Home.Until(async () => !(await Shown("work.1")).GetProperty("recording").GetBoolean(), "the recording to end");

        var info = await Shown("work.1");
        Assert.StartsWith("uid:", info.GetProperty("by").GetString());
        Assert.Equal("shell.create", info.GetProperty("operation").GetString());
        Assert.False(info.GetProperty("input").GetBoolean());
        var entries = (await Home.Run("audit", "list", "--limit", "1000", "-o", "json")).Expect(0).Json
            .GetProperty("items").EnumerateArray();
        Assert.Contains(entries, entry => entry.GetProperty("number").GetInt64() == info.GetProperty("entry").GetInt64()
            && entry.GetProperty("operation").GetString() == "shell.create"
            && entry.GetProperty("identity").GetString() == info.GetProperty("by").GetString()
            && entry.GetProperty("from").GetString() == info.GetProperty("from").GetString()
            && (info.GetProperty("begunAt").GetDateTimeOffset() - entry.GetProperty("at").GetDateTimeOffset()).Duration()
                < TimeSpan.FromSeconds(5));

        var file = Path.Combine(Home.Path, "work.cast");
        (await Home.Run("shell", "recording", "export", "work.1", file)).Expect(0);
        var written = await File.ReadAllTextAsync(file);
        Assert.DoesNotContain("]52;", written);
        Assert.DoesNotContain("[6n", written);
        Assert.Contains("ended with 3", written);
        await using (var cat = new TypedCommand(Home, $"asciinema cat {file}", new TerminalSize(24, 80)))
        {
            await cat.Until("before");
            await cat.Until("without an engine");
            Assert.Equal("0", await cat.Value("exit"));
        }

        var played = (await Home.Run("shell", "recording", "play", "work.1", "--speed", "1000")).Expect(0);
        Assert.Contains("without an engine", played.Output);

        // It outlives its shell.
        (await Home.Run("shell", "remove", "work", "--yes")).Expect(0);
        Assert.Contains("work.1", (await Home.Run("shell", "recording", "list", "-o", "name")).Expect(0).Output);
        Assert.Contains("work.1", (await Home.Run("shell", "recording", "prune", "--older", "0s", "--dry-run", "--yes")).Expect(0).Output);
        (await Home.Run("shell", "recording", "prune", "--older", "1d", "--yes")).Expect(0);
        (await Home.Run("shell", "recording", "prune", "--bytes", "0", "--yes")).Expect(0);
        (await Home.Run("shell", "recording", "show", "work.1")).Expect(3);
    }

    [Fact]
    public async Task A_recording_is_begun_ended_refused_and_played_on_a_terminal()
    {
        (await Home.Run("shell", "record", "work")).Expect(6);
        (await Home.Run("shell", "recording", "remove", "work.1", "--yes")).Expect(6);
        (await Home.Run("shell", "record", "work", "off")).Expect(0);
        await Type("echo un''seen");
        await Seen("unseen");
        (await Home.Run("shell", "send", "work", "clear", "--enter")).Expect(0);
        await Home.Until(async () => !(await Screen()).Contains("unseen"), "an empty screen");
        (await Home.Run("shell", "record", "work", "on", "--input")).Expect(0);
        Assert.Equal("work.2", (await Home.Run("shell", "list", "-o", "json")).Expect(0).Json.GetProperty("items")[0]
            .GetProperty("recording").GetString());
        await Type("echo re''corded");
        await Seen("recorded");

        // As far as it is: whole lines, while it is written.
        Assert.EndsWith("]\n", (await Home.Run("shell", "recording", "export", "work.2")).Expect(0).Output);
        (await Home.Run("shell", "record", "work", "off")).Expect(0);
        var all = (await Home.Run("shell", "recording", "export", "work.2")).Expect(0).Output;
        Assert.Contains("\"i\",\"echo re''corded\\r\"", all);
        Assert.DoesNotContain("unseen", all);

        await using (var typed = new TypedCommand(
            Home, "$DXFLOW_BINARY shell recording play work.2 --idle 100ms", new TerminalSize(24, 80)))
        {
            var before = await typed.Value("before");
            await typed.Until("recorded");
            Assert.Equal("0", await typed.Value("exit"));
            Assert.Equal(before, await typed.Value("after"));
        }

        (await Home.Run("shell", "recording", "remove", "work.1", "--yes")).Expect(0);
        (await Home.Run("shell", "recording", "play", "work.1")).Expect(3);
        (await Home.Run("shell", "recording", "play", "work.2", "--speed", "0")).Expect(2);
        (await Home.Run("shell", "recording", "export", "../journal/x.1")).Expect(3);
        (await Home.Run("shell", "recording", "prune", "--yes")).Expect(2);

        // Whoever may only read sees what shells show, and not what was typed.
        using var client = new HttpClient { BaseAddress = new Uri(_network.Http), Timeout = Home.Patience };
        var token = (await Home.Run("engine", "token", "--permissions", "MASTER,READ_ONLY", "-o", "json")).Expect(0).Json
            .GetProperty("token").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var typedToo = await client.GetAsync("/api/recordings/work.2/content");
        Assert.Equal(HttpStatusCode.Forbidden, typedToo.StatusCode);
        using var content = new StringContent("""{"name":"work"}""", Encoding.UTF8, "application/json");
        using var recorded = await client.PostAsync("/api/shells/work/record", content);
        Assert.Equal(HttpStatusCode.Forbidden, recorded.StatusCode);
        (await Home.Run("shell", "record", "work")).Expect(0);
        using var seen = await client.GetAsync("/api/recordings/work.3/content");
        Assert.Equal("application/x-asciicast", seen.Content.Headers.ContentType?.MediaType);
    }

    private async Task Type(string line) => (await Home.Run("shell", "send", "work", line, "--enter")).Expect(0);

    private async Task<string> Screen() =>
        (await Home.Run("shell", "show", "work", "-o", "json")).Expect(0).Json.GetProperty("lines").ToString();

    private Task Seen(string text) => Home.Until(async () => (await Screen()).Contains(text), text);

    private async Task<JsonElement> Shown(string name) =>
        (await Home.Run("shell", "recording", "show", name, "-o", "json")).Expect(0).Json;
}
