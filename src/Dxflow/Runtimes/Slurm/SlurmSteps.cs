using System.Globalization;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Values;
using Dxflow.Runtimes.Batch;

namespace Dxflow.Runtimes.Slurm;

/// <summary>
/// Slurm's words for what is inside of a job that runs. Its commands want the number that an element of an array has by itself there. A
/// step whose <c>srun</c> is killed goes on; one whose <c>srun</c> is interrupted is killed.
/// </summary>
internal static class SlurmSteps
{
    /// <summary>Where the site lets no step share what the job has, it would wait for ever.</summary>
    private const int WaitSeconds = 20;

    /// <summary>On the node where the wrapper is. What <c>srun</c> has to say about the program's end its code says too.</summary>
    public static SchedulerCall Beside(BesideAsk ask) => new(
        "srun",
        [
            $"--jobid={ask.Number}", "--overlap", "--nodes=1", "--ntasks=1", "--relative=0", "--chdir=/", "--mpi=none",
            "--quit-on-interrupt", string.Create(CultureInfo.InvariantCulture, $"--immediate={WaitSeconds}"), "--quiet",
            .. ask.IsMute ? (string[])["--quiet"] : [],
            .. ask.HasTerminal ? (string[])["--pty"] : [], .. ask.Command,
        ]);

    public static SchedulerCall Usage(IReadOnlyList<string> numbers) => new(
        "sstat",
        [
            "--allsteps", "--noheader", "--parsable2", "--format=JobID,TRESUsageInTot,TRESUsageOutTot,MaxRSS",
            "--jobs=" + string.Join(',', numbers),
        ]);

    /// <summary>Steps of a job add up. That one of them has just ended fails the command, and says nothing about the others.</summary>
    public static IReadOnlyDictionary<string, TaskUsage> UsageOf(ProgramEnd end)
    {
        var found = new Dictionary<string, TaskUsage>();
        foreach (var row in end.Output.Split('\n').Select(static line => line.Split('|')).Where(static row => row.Length == 4))
        {
            var (number, into, outOf) = (row[0].Split('.')[0], Pairs(row[1]), Pairs(row[2]));
            if (into.Count > 0)
            {
                var before = found.GetValueOrDefault(number) ?? new TaskUsage();
                found[number] = new TaskUsage(
                    (before.CpuSeconds ?? 0) + (SlurmQueue.Duration(into.GetValueOrDefault("cpu", "")) ?? TimeSpan.Zero).TotalSeconds,
                    (before.MemoryPeakBytes ?? 0) + Bytes(row[3]),
                    (before.MemoryBytes ?? 0) + Bytes(into.GetValueOrDefault("mem", "")),
                    ReadBytes: (before.ReadBytes ?? 0) + Bytes(into.GetValueOrDefault("fs/disk", "")),
                    WrittenBytes: (before.WrittenBytes ?? 0) + Bytes(outOf.GetValueOrDefault("fs/disk", "")));
            }
        }

        return found;
    }

    private static Dictionary<string, string> Pairs(string text) => text.Split(',').Select(static pair => pair.Split('=', 2))
        .Where(static pair => pair.Length == 2).GroupBy(static pair => pair[0])
        .ToDictionary(static group => group.Key, static group => group.First()[1]);

    private static long Bytes(string text) => ByteSize.TryParse(text, out var bytes, out _) ? bytes : 0;
}
