using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dxflow.Bench.Core;

namespace Dxflow.Bench.Slices;

/// <summary>
/// A whole engine over a run with a million slices that have ended, of which one step still goes on, and over one that has ended: what is
/// asked of its list of steps, by HTTP over the socket, one question after another. The peer is the smallest question there is (a ping).
/// <c>DXFLOW_BENCH_SLICES</c> is another number of slices.
/// </summary>
internal static class LookupBench
{
    private const string Live = "live";
    private const string Ended = "ended";
    private const int Questions = 200;
    private const int Page = 1000;
    private const double AimMilliseconds = 100;

    public static int Slices { get; } = int.Parse(
        Environment.GetEnvironmentVariable("DXFLOW_BENCH_SLICES") ?? "1000000", CultureInfo.InvariantCulture);

    public static void Run()
    {
        using var scratch = new Scratch();
        var home = scratch.At("home");
        LiveHome.MakeFanAsync(home, 1, Live, Slices, staysLive: true).GetAwaiter().GetResult();
        LiveHome.MakeFanAsync(home, 2, Ended, Slices, staysLive: false).GetAwaiter().GetResult();
        using var engine = Server.Engine(home);
        try
        {
            using var client = Server.Client(engine.Socket);
            foreach (var run in (string[])[Live, Ended])
            {
                Ask(client, run);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {Slices} slices in each of two runs; the engine holds {engine.MemoryMebibytes:F0} MiB"));
        }
        finally
        {
            Programs.Time(Programs.Product, ["workflow", "stop", Live], home);
        }
    }

    private static void Ask(HttpClient client, string run)
    {
        var (random, list) = (new Random(1), $"/api/workflows/{run}/steps");
        var first = Time(client, $"{list}?limit=1", rows: 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {run}: the first question took {first:F0} ms"));
        Figures(client, $"lookup.{run}.steps", () => (list, -1));
        Figures(client, $"lookup.{run}.page", () => ($"{list}?key=each/&limit={Page}&cursor=0.{random.Next(Slices - Page)}", Page));
        Figures(client, $"lookup.{run}.key", () => ($"{list}?key=each/{random.Next(Slices / 10, Slices)}", 1));
        Figures(client, $"lookup.{run}.state", () => ($"{list}?state=failed", 0));
        Figures(client, $"lookup.{run}.why", () => ($"/api/workflows/{run}/why?step=each/{random.Next(Slices)}", -1));
    }

    /// <summary>The time of half and of all but one in a hundred, each beside a ping's.</summary>
    private static void Figures(HttpClient client, string name, Func<(string Path, int Rows)> question)
    {
        var (ours, peer) = (new List<double>(), new List<double>());
        for (var asked = 0; asked < Questions; asked++)
        {
            var (path, rows) = question();
            ours.Add(Time(client, path, rows));
            peer.Add(Time(client, "/api/engine/ping", rows: -1));
        }

        Figure.Print($"{name}.p50", Figure.Median(ours), Figure.Median(peer), "ms");
        Figure.PrintAim($"{name}.p99", ours[Questions * 99 / 100], AimMilliseconds, "ms");
    }

    private static double Time(HttpClient client, string path, int rows)
    {
        var watch = Stopwatch.GetTimestamp();
        var answer = client.GetByteArrayAsync(new Uri(path, UriKind.Relative)).GetAwaiter().GetResult();
        var taken = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
        if (rows >= 0)
        {
            using var list = JsonDocument.Parse(answer);
            if (list.RootElement.GetProperty("items").GetArrayLength() is var given && given != rows)
            {
                throw new InvalidOperationException($"{path} gave {given} rows, and {rows} were asked for");
            }
        }

        return taken;
    }
}
