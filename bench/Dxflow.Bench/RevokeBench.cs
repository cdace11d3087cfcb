using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Dxflow.Bench;

/// <summary>
/// From the answer of <c>key disable</c> to the end of the last of many streams that the key's bearer has open. There is no peer: the
/// promise is five seconds.
/// </summary>
internal static class RevokeBench
{
    private const int Runs = 4;
    private const int StreamsPerRun = 50;
    private const int Rounds = 5;
    private const double PromisedMilliseconds = 5000;

    public static void Run()
    {
        using var scratch = new Scratch();
        var home = scratch.At("home");
        using var engine = Server.Engine(home);
        for (var run = 1; run <= Runs; run++)
        {
            var document = Path.Combine(scratch.Path, $"work{run}.yaml");
            File.WriteAllText(document, $"name: work{run}\nservices:\n  keep:\n    command: [\"sleep\", \"600\"]\n");
            Programs.Time(Programs.Product, ["run", "-d", document], home);
        }

        Programs.Time(Programs.Product, ["key", "generate", "bearer"], home);
        Programs.Time(Programs.Product, ["key", "register", Path.Combine(home, "keys/bearer.pub"), "-p", "WORKFLOW"], home);
        try
        {
            var taken = Enumerable.Range(0, Rounds).Select(_ => RoundAsync(engine.Socket, home).GetAwaiter().GetResult()).ToList();
            Console.WriteLine($"  {Runs * StreamsPerRun} streams, worst of {Rounds} rounds {taken.Max():F1} ms");
            Figure.PrintAim("revoke.streams", Figure.Median(taken), PromisedMilliseconds, "ms");
        }
        finally
        {
            Programs.Time(Programs.Product, ["boot", "down", "--stop"], home);
        }
    }

    private static async Task<double> RoundAsync(string socket, string home)
    {
        Programs.Time(Programs.Product, ["key", "enable", "bearer"], home);
        using var answer = JsonDocument.Parse(
            Programs.Read(Programs.Product, ["engine", "token", "--identity", "bearer", "-o", "json"], home));
        var token = answer.RootElement.GetProperty("token").GetString();
        var open = new List<(Socket Socket, Task<long> Ended)>();
        for (var i = 0; i < Runs * StreamsPerRun; i++)
        {
            var path = $"/api/workflows/work{(i % Runs) + 1}/events?follow=true";
            var stream = await SendAsync(
                socket, $"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n");
            await stream.ReceiveAsync(new byte[4096]);
            open.Add((stream, EndAsync(stream)));
        }

        using var disabling = await SendAsync(
            socket, "POST /api/keys/bearer/disable HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
        var head = new byte[4096];
        var count = await disabling.ReceiveAsync(head);
        var answered = Stopwatch.GetTimestamp();
        if (!Encoding.ASCII.GetString(head, 0, count).StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("the key was not disabled");
        }

        var ended = await Task.WhenAll(open.Select(static one => one.Ended));
        open.ForEach(static one => one.Socket.Dispose());
        return Math.Max(0, Stopwatch.GetElapsedTime(answered, ended.Max()).TotalMilliseconds);
    }

    private static async Task<Socket> SendAsync(string path, string request)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        return socket;
    }

    /// <summary>When the stream has said that it is over, which its last chunk does.</summary>
    private static async Task<long> EndAsync(Socket stream)
    {
        var chunk = new byte[4096];
        var said = "";
        int read;
        while (!said.Contains("event: end", StringComparison.Ordinal) && (read = await stream.ReceiveAsync(chunk)) > 0)
        {
            said += Encoding.ASCII.GetString(chunk, 0, read);
        }

        return Stopwatch.GetTimestamp();
    }
}
