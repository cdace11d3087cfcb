using System.Text;

namespace Dxflow.Bench;

/// <summary>
/// A thousand tasks that do nothing, two at a time: what it costs to start a process, see its end and remember both. The peers start the
/// same processes and remember nothing; GNU parallel at least keeps their outputs apart.
/// </summary>
internal static class ProcessBench
{
    private const int Tasks = 1000;
    private const int AtOnce = 2;
    private const int Rounds = 3;

    public static void Run()
    {
        using var scratch = new Scratch();
        var home = scratch.At("home");
        var document = Path.Combine(scratch.Path, "compose.yaml");
        File.WriteAllText(document, Document(Tasks, "process", AtOnce));
        using var engine = Server.Engine(home);

        double Ours() => Rate(Programs.Time(Programs.Product, ["run", document, "-q"], home));
        double Peer(string command) => Rate(Programs.Time("/bin/sh", ["-c", $"seq {Tasks} | {command}"]));
        var (ours, parallel) = Figure.Alternate(Rounds, Ours, () => Peer($"parallel -j{AtOnce} true"));
        Figure.Print("process.parallel", ours, parallel, "/s");
        var (again, xargs) = Figure.Alternate(Rounds, Ours, () => Peer($"xargs -n1 -P{AtOnce} true"));
        Figure.Print("process.xargs", again, xargs, "/s");
    }

    /// <summary>A document of steps that wait for nothing.</summary>
    public static string Document(int tasks, string runtime, int parallel)
    {
        var text = new StringBuilder(
            $"name: bench\nx-workflow:\n  parallel: {parallel}\n  defaults: {{ runtime: {runtime} }}\nservices:\n");
        for (var i = 0; i < tasks; i++)
        {
            text.Append($"  s{i}:\n    command: [\"true\"]\n    x-step: {{}}\n");
        }

        return text.ToString();
    }

    private static double Rate(double milliseconds) => Tasks / milliseconds * 1000;
}
