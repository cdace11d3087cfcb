using System.Diagnostics;
using Dxflow.Bench.Core;
using Dxflow.Foundation.Files;
using Dxflow.Storage.Journals;

namespace Dxflow.Bench;

/// <summary>
/// A whole engine, killed in the middle of live runs, from spawn to its first answer: when it answers, every run is taken up again. Once
/// over many runs of many steps, once over one whose step had a million slices. The floor is reading what it has to read (plans, inputs
/// and journals of the runs) with the checksum that journals have, in one thread.
/// </summary>
internal static class RestartBench
{
    private const int EventsMin = 1_000_000;
    private const int Runs = 100;
    private const int StepsPerRun = 2_000;
    private const int Slices = 1_000_000;
    private const int Rounds = 5;

    public static void Run()
    {
        using (var scratch = new Scratch())
        {
            var home = scratch.At("home");
            LiveHome.MakeAsync(home, Runs, StepsPerRun).GetAwaiter().GetResult();
            Measure("restart.live", home, $"{Runs} live runs");
        }

        using (var scratch = new Scratch())
        {
            var home = scratch.At("home");
            LiveHome.MakeFanAsync(home, 1, "fan", Slices, staysLive: true).GetAwaiter().GetResult();
            Measure("restart.slices", home, $"a live run with {Slices} slices that have ended");
        }
    }

    private static void Measure(string name, string home, string what)
    {
        // The first start registers the runs and starts what they owe; every later one finds that running.
        Server.Engine(home).KillHard();
        try
        {
            var (ours, floor) = Figure.Alternate(Rounds, () => Restart(home), () => ReadAll(home));
            var files = LiveHome.FilesToRead(home).Select(path => new FileInfo(path)).ToList();
            var events = Events(home);
            Console.WriteLine($"  {what}, {events} events, {files.Sum(file => file.Length)} bytes");
            Figure.Print(name, ours, floor, "ms");
            if (events < EventsMin)
            {
                throw new InvalidOperationException($"The journals have only {events} events.");
            }
        }
        finally
        {
            using var last = Server.Engine(home);
            Programs.Time(Programs.Product, ["boot", "down", "--stop"], home);
        }
    }

    private static double Restart(string home)
    {
        var engine = Server.Engine(home);
        engine.KillHard();
        return engine.ReadyMilliseconds;
    }

    private static double ReadAll(string home)
    {
        var watch = Stopwatch.GetTimestamp();
        var sum = 0u;
        foreach (var path in LiveHome.FilesToRead(home))
        {
            sum ^= Crc32C.Of(File.ReadAllBytes(path));
        }

        GC.KeepAlive(sum);
        return Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
    }

    private static long Events(string home) => LiveHome.FilesToRead(home).Where(path => path.EndsWith(".journal", StringComparison.Ordinal))
        .Sum(path =>
        {
            var opening = JournalFile.Open(LocalDisk.Instance, path);
            opening.File?.Dispose();
            return opening.LastSequence;
        });
}
