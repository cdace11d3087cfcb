using System.Diagnostics;
using System.Text.Json;
using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Network;

/// <summary>
/// Logs as plain server-sent events, as <c>curl -N</c> and a browser read them: cut off again and again, and taken up with the id of the
/// last event that came.
/// </summary>
[Collection(ContainerCollection.Name)]
public sealed class LogResumeTests(ContainerEngines engines)
{
    /// <summary>
    /// Three lives of one service, each on both streams, beside one that goes on all the time. What a life says names it.
    /// </summary>
    private const string Document = """
        name: lives
        services:
          many:
            image: dxflow-test:1
            restart: on-failure:2
            init: true
            command:
              - sh
              - -c
              - 'echo x >>/lives/count; n=$$(grep -c x /lives/count); i=0; while [ $$i -lt 150 ]; do i=$$((i+1)); echo "$$n out $$i";
                echo "$$n err $$i" >&2; sleep 0.03; done; test $$n = 3'
            volumes: [ "./lives:/lives" ]
          one:
            image: dxflow-test:1
            init: true
            command: [ sh, -c, 'i=0; while [ $$i -lt 500 ]; do i=$$((i+1)); echo "0 out $$i"; sleep 0.03; done' ]
        """;

    [Theory, InlineData("process"), InlineData("docker"), InlineData("podman")]
    public async Task No_line_is_lost_and_none_comes_twice(string runtime)
    {
        await using var platform = await PlatformHome.Of(engines, runtime == "podman" ? "podman" : "docker");
        var home = platform.Home;
        var document = runtime == "process" ? Document.Replace("/lives/count", home.Path + "/lives/count", StringComparison.Ordinal)
            .Replace("    volumes: [ \"./lives:/lives\" ]\n", "", StringComparison.Ordinal) : Document;
        home.Write("lives/count", "");
        File.SetUnixFileMode(Path.Combine(home.Path, "lives", "count"), (UnixFileMode)0b110_110_110);
        var engine = await home.Boot();
        (await home.Run("run", home.Write("compose.yaml", document), "--detach", "--runtime", runtime)).Expect(0);

        var (lines, last, chance, connections) = (new List<string>(), "", new Random(4711), 0);
        for (var isOver = false; !isOver; connections++)
        {
            // The second is the latest line that a killed connection gave; some never give one.
            (isOver, last) = await Read(home, lines, last, chance.Next(1, 120));
            if (connections is 3 or 7)
            {
                await engine.Crash();
                await engine.DisposeAsync();
                engine = await home.Boot();
            }
        }

        Assert.True(connections > 8, $"{connections} connections only");
        foreach (var group in lines.GroupBy(static line => line[..line.LastIndexOf(' ')]))
        {
            var numbers = group.Select(static line => int.Parse(line[(line.LastIndexOf(' ') + 1)..])).ToList();
            Assert.Equal(Enumerable.Range(1, group.Key[0] == '0' ? 500 : 150), numbers);
        }

        Assert.Equal(7, lines.Select(static line => line[..line.LastIndexOf(' ')]).Distinct().Count());
        (await home.Run("workflow", "remove", "lives", "--stop", "--yes")).Expect(0);
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task What_the_limit_has_taken_meanwhile_is_said_and_the_id_of_another_run_is_refused()
    {
        await using var home = new Home();
        home.Variables["DXFLOW_CONFIG_LOG_BYTES_MAX"] = "1MiB";
        await using var engine = await home.Boot();
        var go = Path.Combine(home.Path, "go");
        var file = home.Write("long.yaml", $$"""
            name: long
            services:
              say:
                command: [ sh, -c, 'echo first; until [ -e {{go}} ]; do sleep 0.02; done; seq 1000000; echo last; sleep 600' ]
            """);
        (await home.Run("run", file, "--detach")).Expect(0);
        var lines = new List<string>();
        var (_, last) = await Read(home, lines, "", 1, "long");
        Assert.Equal(["first"], lines);
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
        await Home.Until(
            async () => (await home.Run("workflow", "logs", "long", "-n", "1")).Expect(0).Output.Contains("last", StringComparison.Ordinal)
                && !(await home.Run("workflow", "logs", "long")).Expect(0).Output.Contains("first", StringComparison.Ordinal),
            "the log to be cut");
        lines.Clear();
        await Read(home, lines, last, 1000, "long");
        Assert.Matches(@"^\[[0-9]+ bytes before this are no longer kept: log-bytes-max\] [0-9]+$", lines[0]);

        (await home.Run("workflow", "stop", "long")).Expect(0);
        File.Delete(go);
        (await home.Run("run", file, "--detach")).Expect(0);
        using var client = SocketClient.Of(home);
        Assert.Equal(400, await Status("/api/workflows/long/logs?run=2"));
        Assert.Equal(400, await Status("/api/workflows/long/logs", "nonsense"));

        // The latest run is another one by now; who comes back is still about the one of before.
        Assert.Equal(200, await Status("/api/workflows/long/logs"));
        (await home.Run("workflow", "stop", "long")).Expect(0);

        async Task<int> Status(string path, string? id = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Last-Event-ID", id ?? last);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return (int)response.StatusCode;
        }
    }

    /// <summary>Reads so many lines, then kills the connection; whether the stream came to its end, and the id of the last event.</summary>
    private static async Task<(bool IsOver, string Last)> Read(Home home, List<string> lines, string last, int count, string name = "lives")
    {
        string[] arguments =
        [
            "-sSN", "--unix-socket", Path.Combine(home.Path, "engine.sock"),
            .. last.Length > 0 ? (string[])["-H", "Last-Event-ID: " + last] : [],
            $"http://localhost/api/workflows/{name}/logs?follow=true",
        ];
        using var curl = Process.Start(new ProcessStartInfo("curl", arguments) { RedirectStandardOutput = true })!;
        using var late = new CancellationTokenSource(Home.Patience);
        var (id, isOver) = (last, false);
        while (count > 0 && !isOver && await curl.StandardOutput.ReadLineAsync(late.Token) is { } text)
        {
            isOver = text == "event: end";
            if (text.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = text[4..];
            }
            else if (text.StartsWith("data: {", StringComparison.Ordinal))
            {
                // A browser counts an event once its empty line has come; so does this.
                Assert.Equal("", await curl.StandardOutput.ReadLineAsync(late.Token));
                lines.Add(JsonDocument.Parse(text[6..]).RootElement.GetProperty("text").GetString()!);
                (last, count) = (id, count - 1);
            }
        }

        curl.Kill();
        await curl.WaitForExitAsync(late.Token);
        return (isOver, last);
    }
}
