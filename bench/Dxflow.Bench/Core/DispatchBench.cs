using System.Diagnostics;
using Dxflow.Foundation.Files;

namespace Dxflow.Bench.Core;

/// <summary>
/// Durable steps a second on the null runtime. The floor: a loop that appends the same bytes and syncs them at the same points, and does
/// nothing else. Then time and memory of a step at ten and at a hundred times as many.
/// </summary>
internal static class DispatchBench
{
    private const int Steps = 100_000;
    private const int StepsSmall = 10_000;
    private const int StepsLarge = 1_000_000;
    private const int Rounds = 5;

    public static void Run()
    {
        Time(StepsSmall);
        var (ours, floor) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var (seconds, syncs) = Time(Steps);
            ours.Add(Steps / seconds);
            floor.Add(Steps / Append(syncs));
            Console.WriteLine($"  {Steps} steps, {syncs.Sum()} bytes, {syncs.Length} syncs");
        }

        Figure.Print("dispatch.floor", Figure.Median(ours), Figure.Median(floor), "/s");

        var small = Time(StepsSmall).Seconds / StepsSmall;
        Figure.Print("dispatch.steps_1e5", Time(Steps).Seconds / Steps * 1e6, small * 1e6, "us/step");
        Figure.Print("dispatch.steps_1e6", Time(StepsLarge).Seconds / StepsLarge * 1e6, small * 1e6, "us/step");
    }

    private static (double Seconds, long[] Syncs) Time(int steps)
    {
        using var scratch = new Scratch();
        var disk = new TracingDisk();
        var seconds = CoreRun.RunAsync(disk, scratch.Path, steps).GetAwaiter().GetResult();
        return (seconds, [.. disk.Syncs]);
    }

    /// <summary>The floor: seconds for the same bytes, synced at the same points, in a file whose room was taken before.</summary>
    private static double Append(long[] syncs)
    {
        using var scratch = new Scratch();
        using var file = LocalDisk.Instance.Open(Path.Combine(scratch.Path, "floor"), DiskOpen.Create);
        file.Allocate(0, syncs.Sum());
        var bytes = new byte[syncs.Max()];
        new Random(1).NextBytes(bytes);
        file.Sync();
        var watch = Stopwatch.GetTimestamp();
        var offset = 0L;
        foreach (var length in syncs)
        {
            file.Write(bytes.AsSpan(0, (int)length), offset);
            file.Sync();
            offset += length;
        }

        return Stopwatch.GetElapsedTime(watch).TotalSeconds;
    }
}
