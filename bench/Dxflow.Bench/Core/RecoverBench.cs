using System.Diagnostics;
using Dxflow.Foundation.Files;
using Dxflow.Workflows.Running.Loops;

namespace Dxflow.Bench.Core;

/// <summary>
/// A run that was live when the engine died, with a journal of a million events: replayed to its state. The floor is reading the file.
/// </summary>
internal static class RecoverBench
{
    private const int EventsMin = 1_000_000;
    private const int Steps = 250_000;
    private const int Rounds = 5;

    public static void Run()
    {
        using var scratch = new Scratch();
        var disk = LocalDisk.Instance;
        CoreRun.RunAsync(disk, scratch.Path, Steps, staysLive: true).GetAwaiter().GetResult();
        var journal = Path.Combine(scratch.Path, "journal");
        var plan = CoreRun.Plan(Steps, staysLive: true);
        var events = 0L;
        var (ours, peer) = Figure.Alternate(
            Rounds,
            () => Milliseconds(() =>
            {
                var opening = RunJournal.Open(disk, journal, plan).Opening;
                events = opening.File!.LastSequence;
                opening.File.Dispose();
            }),
            () => Milliseconds(() => File.ReadAllBytes(journal)));
        Console.WriteLine($"  {events} events, {new FileInfo(journal).Length} bytes");
        Figure.Print("recover.replay", ours, peer, "ms");
        if (events < EventsMin)
        {
            throw new InvalidOperationException($"The journal has only {events} events.");
        }
    }

    private static double Milliseconds(Action action)
    {
        var watch = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
    }
}
