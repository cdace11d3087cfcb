using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Batch.Beside;
using Dxflow.Runtimes.Process.Starting;
using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Batch.Files;

/// <summary>Where the two shell files of ours lie that run on nodes.</summary>
internal sealed record NodeFiles(string Wrapper, string After);

/// <summary>
/// What a node runs for one attempt: a shell file in its directory (0600, as it has the task's variables) that opens the logs, sets the
/// environment and becomes the wrapper. Whatever comes from outside stands in it between single quotes.
/// </summary>
internal sealed class LaunchFile(IBatchScheduler scheduler, BatchTarget target, TaskEnvironment environment, NodeFiles node)
{
    private const string Name = "launch";
    private const char PlaceBlank = '@';

    /// <summary>From the place that a token names, the job that took it.</summary>
    public static string? JobOf(string place) => place.IndexOf(PlaceBlank) is > 0 and var at ? place[..at] : null;

    /// <exception cref="ArgumentException">A text that no program can be given.</exception>
    public void Write(TaskSpec spec) =>
        FileCalls.WriteWhole(PathIn(spec.Directory), Encoding.UTF8.GetBytes(Text(spec)));

    /// <summary>The same for a task that something else has started: only other programs are started by it, beside that one.</summary>
    public static void WriteBeside(string directory, NodeTask task, BatchTarget target) =>
        FileCalls.WriteWhole(PathIn(directory), Encoding.UTF8.GetBytes($"#!/bin/sh\n{task.Prepare(target).Lines}exit 125\n"));

    /// <summary>A job that comes too late finds nothing to run.</summary>
    public static void Remove(string directory)
    {
        try
        {
            File.Delete(PathIn(directory));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // With its directory; or it goes with it.
        }
    }

    public string Text(TaskSpec spec)
    {
        var (lines, command) = NodeTask.Of(spec, target, environment).Prepare(target);
        return new StringBuilder("#!/bin/sh\n")
            .Append("[ \"${1-}\" = ").Append(BesideFile.Word).Append(" ] || exec </dev/null >>")
            .Append(Quoted(Path.Join(spec.Directory, "stdout")))
            .Append(" 2>>").Append(Quoted(Path.Join(spec.Directory, "stderr"))).Append(" || exit 125\n")
            .Append(lines)
            .Append("export ").Append(TaskEnvironment.Place).Append("=\"").Append(scheduler.JobExpression).Append(PlaceBlank)
            .Append(scheduler.NodeExpression).Append("/batch\"\n")
            .Append("export DXFLOW_NODE=").Append(Quoted(node.After)).Append('\n')
            .Append("exec ").Append(WrapperFile.Shell).Append(' ').Append(Quoted(node.Wrapper)).Append(' ').Append(Quoted(spec.Directory))
            .Append(" '' ").AppendJoin(' ', command.Select(Quoted)).Append('\n')
            .ToString();
    }

    public static string PathIn(string directory) => Path.Join(directory, Name);

    public static string Quoted(string text) => text.Contains('\0', StringComparison.Ordinal)
        ? throw new ArgumentException($"the text '{text.Replace('\0', '?')}' contains a NUL")
        : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
