using System.Diagnostics;
using System.Text;
using Dxflow.EndToEnd.Runtimes;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Network;

/// <summary>
/// A key that is taken away, in each of the ways there are: whatever its bearer has open ends within five seconds, with the programs that
/// it started. What others have open stays.
/// </summary>
public sealed class RevocationTests : IAsyncLifetime
{
    private const string Exec = "/api/workflows/work/exec";

    /// <summary>Contracted, however busy the machine is.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    private readonly string _mark = RuntimeBench.Mark();
    private readonly List<OpenRequest> _open = [];
    private NetworkHome _network = null!;
    private string _owner = "";

    public async ValueTask InitializeAsync()
    {
        _network = await NetworkHome.Boot();
        _owner = await _network.StartKeep();
    }

    public async ValueTask DisposeAsync()
    {
        _open.ForEach(static one => one.Dispose());
        await _network.DisposeAsync();
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("unregister")]
    [InlineData("rotate")]
    [InlineData("register")]
    [InlineData("expire")]
    public async Task Whatever_is_open_ends_and_the_programs_with_it(string way)
    {
        await Register("MASTER", way == "expire" ? "20s" : "1d");
        var token = (await _network.Clear.SignIn("alice", _network.Key)).Text("token");
        await Begin(Stream("events", "text/event-stream", _owner), "data: ");
        await Begin(Stream("events", "text/event-stream", token), "data: ");
        await Begin(Stream("events", "application/x-ndjson", token), "sequence");
        await Begin(Stream("logs", "application/x-ndjson", token), "200 OK");
        foreach (var tty in new[] { false, true })
        {
            var request = Sleeper(tty);
            await Begin(Lines(token, request), "c3RhcnRlZ");
            await Begin(Socket(token, request), "c3RhcnRlZ");
        }

        // A client that has stopped to read, and a program that never stops to write.
        var loud = $$"""{"step":"keep","command":["sh","-c","echo started; sleep {{_mark}} & yes"]}""";
        await Begin(Socket(token, loud), "c3RhcnRlZ", isRead: false);
        await RuntimeBench.ProcessesAsync(_mark, atLeast: 5);

        var since = await TakeAway(way);
        foreach (var (index, one) in _open.Index().Skip(1))
        {
            var ended = await Task.WhenAny(one.Ended, Task.Delay(Home.Patience));
            Assert.True(one.Ended == ended, $"stream {index} is still open: {one.Text}");
        }

        Assert.All(
            _open.Skip(1), one => Assert.InRange(Stopwatch.GetElapsedTime(since, one.EndedAt), TimeSpan.MinValue, Promised));
        Assert.All(_open.Skip(1).SkipLast(1), static one => Assert.Contains("\"code\":\"unauthenticated\"", one.Text));
        await Home.Until(() => Task.FromResult(RuntimeBench.Processes(_mark).Count == 0), "the programs to be gone");
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, Promised);
        Assert.False(_open[0].Ended.IsCompleted);
        Assert.Equal(401, (await _network.Clear.Get("/api/workflows", token)).Status);
    }

    /// <summary>Answers from when on nothing may be open for long.</summary>
    private async Task<long> TakeAway(string way)
    {
        switch (way)
        {
            case "register":
                await Register("WORKFLOW,READ_ONLY");
                break;
            case "expire":
                var ends = (await _network.Home.Run("key", "list", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
                    .Single(static key => key.GetProperty("identity").GetString() == "alice").GetProperty("expiresAt").GetDateTimeOffset();
                await Home.Until(() => Task.FromResult(DateTimeOffset.UtcNow >= ends), "the key to expire");
                break;
            default:
                (await _network.Home.Run("key", way, "alice", "--yes")).Expect(0);
                break;
        }

        return Stopwatch.GetTimestamp();
    }

    private async Task Register(string permissions, string expires = "1d") => (await _network.Home.Run(
        "key", "register", _network.Key.Replace(".pem", ".pub", StringComparison.Ordinal), "-p", permissions, "--replace",
        "--expires", expires)).Expect(0);

    private async Task Begin(string request, string until, bool isRead = true) =>
        _open.Add(await OpenRequest.Begin(_network.Http, Encoding.Latin1.GetBytes(request), until, isRead));

    private string Head(string method, string path, string token) =>
        $"{method} {path} HTTP/1.1\r\nHost: {new Uri(_network.Http).Authority}\r\nAuthorization: Bearer {token}\r\n";

    private string Stream(string what, string form, string token) =>
        Head("GET", $"/api/workflows/work/{what}?follow=true", token) + $"Accept: {form}\r\n\r\n";

    private string Sleeper(bool tty) =>
        $$"""{"step":"keep","command":["sh","-c","echo started; trap '' HUP; sleep {{_mark}}; :"],"tty":{{(tty ? "true" : "false")}}}""";

    private string Lines(string token, string request) => Head("POST", Exec, token)
        + $"Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n{request.Length + 1:x}\r\n{request}\n\r\n";

    private string Socket(string token, string request) => Head("GET", Exec, token)
        + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        + "Sec-WebSocket-Protocol: dxflow.v1\r\n\r\n"
        + $"\u0081{(char)(0x80 | (request.Length < 126 ? request.Length : 126))}"
        + (request.Length < 126 ? "" : $"{(char)(request.Length >> 8)}{(char)(request.Length & 0xff)}") + "\0\0\0\0" + request;
}
