using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Dxflow.EndToEnd.Network;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Engine;

/// <summary>What an engine tells scrapers, judged by Prometheus itself: its linter, and a server that scrapes with a token.</summary>
public sealed class MetricsTests
{
    private static readonly string Tools = Path.Combine(
        Environment.GetEnvironmentVariable("DXFLOW_TOOLS") ?? throw new InvalidOperationException("DXFLOW_TOOLS names no unpacked tools."),
        "usr/bin");

    [Fact]
    public async Task Prometheus_scrapes_with_a_token_and_sees_calls_count()
    {
        await using var network = await NetworkHome.Boot();
        var home = network.Home;
        var token = (await home.Run("engine", "token", "--permissions", "READ_ONLY", "-o", "json")).Expect(0).Json
            .GetProperty("token").GetString()!;
        var port = FreePort();
        var config = home.Write("prometheus.yml", $$"""
            global: { scrape_interval: 200ms, scrape_timeout: 200ms }
            scrape_configs:
              - job_name: dxflow
                authorization: { credentials_file: {{home.Write("scrape.token", token)}} }
                static_configs: [ { targets: ["{{new Uri(network.Http).Authority}}"] } ]
            """);
        using var server = Process.Start(new ProcessStartInfo(Path.Combine(Tools, "prometheus"),
            [
                "--config.file=" + config, "--storage.tsdb.path=" + Path.Combine(home.Path, "tsdb"),
                $"--web.listen-address=127.0.0.1:{port}", "--log.level=error",
            ]))!;
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Home.Patience };
            await Home.Until(async () => await Ask(client, "up") == 1, "Prometheus to scrape the engine");
            const string Pings = "sum(dxflow_operation_calls_total{operation=\"engine.ping\",code=\"ok\"})";
            var before = await Ask(client, Pings);
            (await home.Run("engine", "ping")).Expect(0);
            await Home.Until(async () => await Ask(client, Pings) > before, "the ping to be counted");
            Assert.Equal(1, await Ask(client, "count(dxflow_build_info)"));
            Assert.True(await Ask(client, "dxflow_memory_bytes") > 0);
            Assert.Equal(
                await Ask(client, "sum(dxflow_operation_duration_seconds_count{operation=\"engine.token\"})"),
                await Ask(client, "sum(dxflow_operation_duration_seconds_bucket{operation=\"engine.token\",le=\"+Inf\"})"));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task Both_formats_are_what_they_say_and_nobody_unknown_sees_them()
    {
        await using var network = await NetworkHome.Boot();
        var home = network.Home;
        Assert.Equal(401, (await network.Clear.Get("/metrics")).Status);

        var open = (await home.Run("engine", "metrics")).Expect(0).Output;
        Assert.EndsWith("\n# EOF\n", open);
        Assert.Contains("dxflow_unknown_callers_refused_total 1\n", open);
        Assert.Contains("dxflow_operation_calls_total{operation=\"engine.metrics\",code=\"unauthenticated\"} 1\n", open);

        using var client = SocketClient.Of(home);
        using var answer = await client.GetAsync("/metrics");
        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        client.DefaultRequestHeaders.Accept.ParseAdd("text/plain");
        using var plain = await client.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", plain.Content.Headers.ContentType!.ToString());
        var text = await plain.Content.ReadAsStringAsync();
        Assert.Equal("", await Tool.Text(Path.Combine(Tools, "promtool"), text, "check", "metrics"));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Tool.Text(Path.Combine(Tools, "promtool"), text.Replace("calls_total", "calls"), "check", "metrics"));
    }

    [Fact]
    public async Task Anybody_may_ask_whether_the_engine_is_ready()
    {
        await using var network = await NetworkHome.Boot();
        var ready = await network.Clear.Get("/readyz");
        Assert.Equal((200, "ready"), (ready.Status, ready.Text("status")));
        Assert.StartsWith("HTTP/2 200", await network.Raw(network.Https + "/readyz", "--head"));
    }

    /// <summary>The value of a query that gives one; -1 if it gives none yet.</summary>
    private static async Task<double> Ask(HttpClient client, string query)
    {
        try
        {
            using var answer = JsonDocument.Parse(await client.GetStringAsync("/api/v1/query?query=" + Uri.EscapeDataString(query)));
            var found = answer.RootElement.GetProperty("data").GetProperty("result");
            return found.GetArrayLength() == 0
                ? -1
                : double.Parse(found[0].GetProperty("value")[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            return -1;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
