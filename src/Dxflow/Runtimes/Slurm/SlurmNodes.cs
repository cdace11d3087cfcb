using System.Globalization;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Values;
using Dxflow.Runtimes.Batch;

namespace Dxflow.Runtimes.Slurm;

/// <summary>
/// What the nodes of a cluster could carry if all of them were there and idle: a line a node, its cpus and its memory in MiB.
/// </summary>
internal static class SlurmNodes
{
    private const int MebiByteShift = 20;

    public static SchedulerCall Call(BatchTarget target) => new(
        "sinfo",
        ["--noheader", "--Node", "--format=%N|%c|%m", .. target.Partition is { } partition ? (string[])["--partition=" + partition] : []]);

    /// <summary>
    /// A task is on one node, with its cpus and the memory of that node's part; the tasks share as many nodes as were asked for.
    /// </summary>
    public static string? Beyond(ProgramEnd end, TaskAsk ask)
    {
        var nodes = end.Code != 0 ? [] : end.Output.Split('\n').Select(static line => line.Split('|')).Where(static row => row.Length == 3)
            .DistinctBy(static row => row[0]).Select(static row => (Cpus: Number(row[1]), Bytes: Number(row[2]) << MebiByteShift)).ToList();
        if (nodes.Count == 0)
        {
            return null;
        }

        var tasks = Math.Max(1, ask.Tasks);
        var each = (long)Math.Max(1, Math.Ceiling(ask.Cpus / tasks));
        var memory = ask.MemoryBytes / ask.Nodes;
        var (cpusMax, bytesMax) = (nodes.Max(static node => node.Cpus), nodes.Max(static node => node.Bytes));
        if (each > cpusMax)
        {
            return Told($"a task asks for {each} cpus, and no node has more than {cpusMax}");
        }

        if (memory > bytesMax)
        {
            return $"it asks for {ByteSize.Format(memory)} of memory on a node, and none has more than {ByteSize.Format(bytesMax)}";
        }

        var able = nodes.Where(node => node.Cpus >= each && node.Bytes >= memory).Select(node => node.Cpus / each)
            .OrderDescending().ToList();
        return able.Count < ask.Nodes ? Told($"it asks for {ask.Nodes} nodes, and {able.Count} have what it asks for on each")
            : able.Take(ask.Nodes).Sum() < tasks
                ? Told($"it asks for {tasks} tasks of {each} cpus on {ask.Nodes} nodes, and the largest carry {able.Take(ask.Nodes).Sum()}")
            : null;
    }

    private static string Told(FormattableString text) => FormattableString.Invariant(text);

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
