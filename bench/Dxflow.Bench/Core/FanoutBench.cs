using Dxflow.Foundation.Files;

namespace Dxflow.Bench.Core;

/// <summary>
/// One step of ten thousand, a hundred thousand and a million slices on the null runtime, every event durable: the time of a slice beside
/// that of the smallest, and the bytes that a slice takes.
/// </summary>
internal static class FanoutBench
{
    private const int Small = 10_000;
    private const int Rounds = 5;
    private const double BytesAim = 1024;

    public static void Run()
    {
        Once(Small);
        var small = Figure.Median([.. Enumerable.Range(0, Rounds).Select(_ => Once(Small).Seconds)]) / Small;
        foreach (var (slices, name) in new[] { (100_000, "1e5"), (1_000_000, "1e6") })
        {
            var (seconds, bytes) = Once(slices);
            Figure.Print($"fanout.slices_{name}", seconds / slices * 1e6, small * 1e6, "us/slice");
            Figure.PrintAim($"fanout.memory_{name}", bytes, BytesAim, "B/slice");
            Console.WriteLine($"  {slices / seconds:F0} slices a second");
        }
    }

    private static (double Seconds, double BytesEach) Once(int slices)
    {
        using var scratch = new Scratch();
        return CoreRun.FanAsync(LocalDisk.Instance, scratch.Path, slices).GetAwaiter().GetResult();
    }
}
