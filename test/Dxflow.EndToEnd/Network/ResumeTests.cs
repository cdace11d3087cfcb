using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Network;

/// <summary>
/// Streams over TLS that are taken up again after the engine was killed and another has its place: with the number of the last record
/// that was seen nothing is missing and nothing comes twice.
/// </summary>
public sealed class ResumeTests : IAsyncLifetime
{
    private const string Events = "/api/workflows/work/events";
    private const string Document = """
        name: work
        services:
          talk:
            command: ["sh", "-c", "i=0; until [ -e stop ]; do i=$$((i+1)); echo line $$i; sleep 0.05; done; echo over"]
        """;

    private NetworkHome _network = null!;

    public async ValueTask InitializeAsync() => _network = await NetworkHome.Boot();

    public ValueTask DisposeAsync() => _network.DisposeAsync();

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/x-ndjson")]
    public async Task Events_go_on_after_the_last_that_was_seen(string form)
    {
        var token = await _network.StartKeep();
        var before = await Numbers(form, token, 0, atLeast: 4);
        await _network.Crash();
        var last = before[2];
        var after = await Numbers(form, token, last, atLeast: before.Count - 3);
        Assert.Equal(before.Skip(3), after.Take(before.Count - 3));

        (await _network.Home.Run("workflow", "stop", "work")).Expect(0);
        var all = await Numbers(form, token, 0, toTheEnd: true);
        Assert.Equal(Enumerable.Range(1, all.Count).Select(static number => (long)number), all);
        var rest = await Numbers(form, token, last, toTheEnd: true);
        Assert.Equal(all.Skip(3), rest);
        Assert.Empty(await Numbers(form, token, all[^1], toTheEnd: true));
    }

    [Fact]
    public async Task Records_without_numbers_are_not_said_to_go_on()
    {
        var token = await _network.StartKeep();
        var refused = await _network.Raw(
            _network.Https + "/api/workflows/work/top", "-H", "Authorization: Bearer " + token, "-H", "Last-Event-ID: 1");
        Assert.StartsWith("HTTP/2 400", refused);
        Assert.Contains("neither numbers nor places", refused);
    }

    [Fact]
    public async Task A_command_that_follows_misses_no_line_and_shows_none_twice()
    {
        await using var client = new Home();
        client.Variables["DXFLOW_TOKEN"] = (await _network.Home.Run("engine", "token", "-o", "json")).Expect(0).Json
            .GetProperty("token").GetString();
        (await client.Run("engine", "trust", _network.Https, "--yes")).Expect(0);
        var stop = Path.Combine(client.Path, "stop");
        var file = client.Write("work.yaml", Document.Replace("-e stop", "-e " + stop, StringComparison.Ordinal));
        using var following = client.Start("run", file, "--engine", _network.Https);
        var lines = new List<string>();
        using var late = new CancellationTokenSource(Home.Patience);
        for (var crashed = 0; await following.StandardOutput.ReadLineAsync(late.Token) is { } line;)
        {
            lines.Add(line[(line.IndexOf('|', StringComparison.Ordinal) + 1)..].Trim());
            if (lines.Count == 20 * (crashed + 1) && crashed < 2)
            {
                crashed++;
                await _network.Crash();
            }

            if (lines.Count == 60)
            {
                await File.WriteAllTextAsync(stop, "");
            }
        }

        await following.WaitForExitAsync(late.Token);
        Assert.True(lines.Count > 60, await following.StandardError.ReadToEndAsync(late.Token));
        Assert.Equal("over", lines[^1]);
        Assert.Equal(Enumerable.Range(1, lines.Count - 1).Select(static number => $"line {number}"), lines.SkipLast(1));
    }

    /// <summary>The numbers of the events after one, as curl gets them: until there are enough, or all that there are now.</summary>
    private async Task<List<long>> Numbers(string form, string token, long after, int atLeast = 0, bool toTheEnd = false)
    {
        var url = $"{_network.Https}{Events}?follow={(toTheEnd ? "false" : "true")}";
        List<string> arguments =
        [
            "-sSN", "--cacert", _network.Authority, "-H", "Authorization: Bearer " + token, "-H", "Accept: " + form,
            .. after > 0 ? (string[])["-H", $"Last-Event-ID: {after}"] : [], url,
        ];
        using var curl = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("curl", arguments) { RedirectStandardOutput = true })!;
        using var late = new CancellationTokenSource(Home.Patience);
        var numbers = new List<long>();
        var isEnded = false;
        while ((toTheEnd || numbers.Count < atLeast) && await curl.StandardOutput.ReadLineAsync(late.Token) is { } line)
        {
            var json = line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : line;
            if (!json.StartsWith('{'))
            {
                continue;
            }

            var record = JsonDocument.Parse(json).RootElement;
            isEnded |= !record.TryGetProperty("sequence", out var sequence);
            if (!isEnded)
            {
                numbers.Add(sequence.GetInt64());
            }
        }

        Assert.Equal(toTheEnd, isEnded);
        curl.Kill();
        await curl.WaitForExitAsync(late.Token);
        return numbers;
    }
}
