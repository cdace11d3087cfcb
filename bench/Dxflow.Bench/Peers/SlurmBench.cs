using System.Diagnostics;
using System.Globalization;
using Dxflow.EndToEnd.Slurm;

namespace Dxflow.Bench.Peers;

/// <summary>
/// Tasks that do nothing on a Slurm of the benchmark's own, with four virtual nodes on this machine: an array of jobs beside the same by
/// <c>sbatch --array</c> alone, and the same in one pilot beside the array. What is counted besides is how often Slurm was asked for
/// anything. <see cref="RunMany"/> has ten thousand by array too, which takes Slurm some minutes.
/// </summary>
internal static class SlurmBench
{
    private const int Tasks = 1_000;
    private const int Many = 10_000;
    private const string Batch = "slurm";
    private const string Pilot = "many";
    private static readonly string[] Commands = ["sbatch", "squeue", "scontrol", "scancel"];

    public static void Run() => RunAsync(isMany: false).GetAwaiter().GetResult();

    public static void RunMany() => RunAsync(isMany: true).GetAwaiter().GetResult();

    private static async Task RunAsync(bool isMany)
    {
        using var scratch = new Scratch();
        await using var cluster = new SlurmCluster { ArraySize = Many + 1, IsPackaged = false };
        await cluster.UpAsync();
        var home = scratch.At("home");
        await File.WriteAllTextAsync(Path.Combine(home, "default_targets.yaml"), $$"""
            {{Batch}}: { work: {{cluster.Shared}}, commands: {{cluster.Commands}}, jobs: {{Many}} }
            {{Pilot}}: { mode: pilot, cpus: 4, max: 1, work: {{cluster.Shared}}, commands: {{cluster.Commands}} }
            """);
        using var engine = Server.Engine(home);

        double Ours(string runtime, int tasks)
        {
            var before = Commands.Select(cluster.Called).ToList();
            var rate = tasks / Programs.Time(Programs.Product, ["run", Document(scratch, tasks), "--runtime", runtime, "-q"], home) * 1000;
            Console.WriteLine($"  {runtime} {tasks}: " + string.Join(' ', Commands.Zip(
                before, (command, count) => $"{command}={cluster.Called(command) - count}")));
            return rate;
        }

        var alone = await AloneAsync(cluster, Tasks);
        var array = Ours(Batch, Tasks);
        Figure.Print("slurm.array_1e3", array, alone, "/s");
        Figure.Print("slurm.pilot_1e3", Ours(Pilot, Tasks), array, "/s");
        Figure.Print("slurm.pilot_1e4", Ours(Pilot, Many), isMany ? Ours(Batch, Many) : array, "/s");
    }

    private static async Task<double> AloneAsync(SlurmCluster cluster, int tasks)
    {
        var watch = Stopwatch.GetTimestamp();
        var last = (tasks - 1).ToString(CultureInfo.InvariantCulture);
        await cluster.SayAsync("sbatch", $"--array=0-{last}", "--output=/dev/null", "--chdir=/", "--wrap=true");
        while ((await cluster.SayAsync("squeue", "--noheader", "--format=%i")).Length > 0)
        {
            await Task.Delay(500);
        }

        return tasks / Stopwatch.GetElapsedTime(watch).TotalSeconds;
    }

    private static string Document(Scratch scratch, int tasks)
    {
        var file = Path.Combine(scratch.Path, $"fan{tasks}.yaml");
        File.WriteAllText(file, $$$"""
            name: bench
            services:
              item: { command: ["true"], x-step: { each: { i: "{{ range({{{tasks}}}) }}" } } }
            """);
        return file;
    }
}
