using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dxflow.Bench;

/// <summary>
/// What the API costs: the smallest operation by HTTP and by gRPC beside an empty Kestrel host that answers two bytes, the gate beside
/// a route of the same engine that has none, and streams in which nothing happens beside connections in which nothing does.
/// </summary>
internal static partial class ApiBench
{
    private const int Rounds = 5;
    private const int Seconds = 3;
    private const int Connections = 16;
    private const int Streams = 1000;

    /// <summary>A run has 64 who follow it, and no more.</summary>
    private const int StreamsOfRun = 50;
    private const int IdleSeconds = 10;

    public static void Run()
    {
        using var scratch = new Scratch();
        var (home, peerHome) = (scratch.At("home"), scratch.At("peer"));
        var (port, peerPort) = (FreePort(), FreePort());
        using var engine = Server.Engine(home, port);
        using var peer = Server.Empty(peerHome, peerPort);
        var token = JsonDocument.Parse(Programs.Read(Programs.Product, ["engine", "token", "-o", "json"], home))
            .RootElement.GetProperty("token").GetString()!;
        var bearer = $"Authorization: Bearer {token}";
        var ping = $"http://127.0.0.1:{port}/api/engine/ping";

        Wrk("api.http", [ping, "-H", bearer], [$"http://127.0.0.1:{peerPort}/"]);
        Wrk("api.gate", [ping, "-H", bearer], [$"http://127.0.0.1:{port}/healthz"]);
        Grpc(scratch, home, peerHome);
        IdleStreams(scratch, home, (engine, port, bearer), (peer, peerPort));
    }

    private static void Wrk(string name, string[] ours, string[] peer)
    {
        var (rates, slow, slowPeer) = (default((double, double)), new List<double>(), new List<double>());
        rates = Figure.Alternate(Rounds, () => Load(ours, slow), () => Load(peer, slowPeer));
        Figure.Print(name, rates.Item1, rates.Item2, "/s");
        Figure.Print(name + ".p99", Figure.Median(slow), Figure.Median(slowPeer), "ms");
    }

    private static double Load(string[] target, List<double> slow)
    {
        var text = Programs.Read("wrk", ["-t1", $"-c{Connections}", $"-d{Seconds}s", "--latency", .. target]);
        if (text.Contains("Non-2xx", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"wrk {target[0]}: not every request was answered well\n{text}");
        }

        var late = LatencyLine().Match(text);
        var unit = late.Groups[2].Value switch { "us" => 0.001, "ms" => 1.0, _ => 1000.0 };
        slow.Add(unit * double.Parse(late.Groups[1].Value, CultureInfo.InvariantCulture));
        return double.Parse(RateLine().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>The same bytes to both: an empty message in its frame. The peer answers without reading it.</summary>
    private static void Grpc(Scratch scratch, string home, string peerHome)
    {
        var frame = Path.Combine(scratch.Path, "frame");
        File.WriteAllBytes(frame, new byte[5]);
        var (ours, peer) = Figure.Alternate(
            Rounds,
            () => H2Load(frame, Path.Combine(home, "engine-grpc.sock"), "/dxflow.v1.Engine/Ping"),
            () => H2Load(frame, Path.Combine(peerHome, "h2.sock"), "/"));
        Figure.Print("api.grpc", ours, peer, "/s");
    }

    private static double H2Load(string frame, string socket, string path)
    {
        var text = Programs.Read("h2load", [
            "-t1", "-c4", "-m4", "-D", $"{Seconds}", "-d", frame, "-H", "content-type: application/grpc", "-H", "te: trailers",
            "-B", "unix:" + socket, "http://localhost" + path,
        ]);
        var found = H2Line().Match(text);
        return found.Success && text.Contains(" 0 failed", StringComparison.Ordinal)
            ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"h2load {path}: not every request was answered\n{text}");
    }

    private static void IdleStreams(
        Scratch scratch, string home, (Server Engine, int Port, string Bearer) ours, (Server Host, int Port) peer)
    {
        var runs = Enumerable.Range(0, Streams / StreamsOfRun).Select(static number => $"idle{number}").ToList();
        foreach (var run in runs)
        {
            var document = Path.Combine(scratch.Path, run + ".yaml");
            File.WriteAllText(document, $"name: {run}\nservices: {{ wait: {{ command: [sleep, \"3600\"] }} }}\n");
            Programs.Read(Programs.Product, ["run", "-d", document], home);
        }

        var mine = Cost(
            ours.Engine, ours.Port, number => $"/api/workflows/{runs[number / StreamsOfRun]}/events?follow=true", ours.Bearer);
        var theirs = Cost(peer.Host, peer.Port, static _ => "/idle", "X-Nothing: here");
        runs.ForEach(run => Programs.Read(Programs.Product, ["workflow", "remove", run, "--stop", "--yes"], home));
        Figure.Print("api.streams.memory", mine.Kibibytes, theirs.Kibibytes, "KiBeach");
        Figure.Print("api.streams.cpu", mine.Cpu, theirs.Cpu, "%ofacore");
    }

    private static (double Kibibytes, double Cpu) Cost(Server server, int port, Func<int, string> target, string header)
    {
        var before = server.MemoryMebibytes;
        var sockets = Enumerable.Range(0, Streams).Select(number => Open(port, target(number), header)).ToList();
        Thread.Sleep(TimeSpan.FromSeconds(2));
        var cpu = server.CpuSeconds;
        Thread.Sleep(TimeSpan.FromSeconds(IdleSeconds));
        var cost = ((server.MemoryMebibytes - before) * 1024 / Streams, 100 * (server.CpuSeconds - cpu) / IdleSeconds);
        sockets.ForEach(static socket => socket.Dispose());
        return cost;
    }

    private static Socket Open(int port, string target, string header)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        socket.Send(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}\r\n\r\n"));
        var answer = new byte[4096];
        var count = socket.Receive(answer);
        return Encoding.ASCII.GetString(answer, 0, count).StartsWith("HTTP/1.1 200", StringComparison.Ordinal)
            ? socket
            : throw new InvalidOperationException($"{target}: {Encoding.ASCII.GetString(answer, 0, count)}");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"99%\s+([0-9.]+)(us|ms|s)")]
    private static partial Regex LatencyLine();

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex RateLine();

    [GeneratedRegex(@"([0-9.]+) req/s")]
    private static partial Regex H2Line();
}
