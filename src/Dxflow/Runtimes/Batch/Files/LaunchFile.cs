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
    private const string Path = "PATH";
    private const char PlaceBlank = '@';

    /// <summary>From the place that a token names, the job that took it.</summary>
    public static string? JobOf(string place) => place.IndexOf(PlaceBlank) is > 0 and var at ? place[..at] : null;

    /// <exception cref="ArgumentException">A text that no program can be given.</exception>
    public void Write(TaskSpec spec) =>
        FileCalls.WriteWhole(PathIn(spec.Directory), Encoding.UTF8.GetBytes(Text(spec)));

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
        var container = spec.Image is not null && target.Containers is not null ? new JobContainer(target) : null;
        var whole = container is null ? spec : spec with
        {
            Environment = container.Environment(spec),
            Command = container.Command(spec, FileCalls.EffectiveUser() == 0),
            WorkingDirectory = spec.Directory,
        };
        var (variables, command) = ShellSafe.Divide(Variables(whole), whole.Command);
        var text = new StringBuilder("#!/bin/sh\n")
            .Append("[ \"${1-}\" = ").Append(BesideFile.Word).Append(" ] || exec </dev/null >>")
            .Append(Quoted(System.IO.Path.Join(spec.Directory, "stdout")))
            .Append(" 2>>").Append(Quoted(System.IO.Path.Join(spec.Directory, "stderr"))).Append(" || exit 125\n");
        if (target.Modules is { Count: > 0 } modules)
        {
            text.Append("[ ! -r /etc/profile ] || . /etc/profile\nmodule load ").AppendJoin(' ', modules.Select(Quoted))
                .Append(" || exit 125\n");
        }

        text.Append("cd ").Append(Quoted(whole.WorkingDirectory)).Append(" || exit 125\n");
        foreach (var variable in variables)
        {
            var name = variable[..variable.IndexOf('=', StringComparison.Ordinal)];
            text.Append("export ").Append(name).Append('=').Append(Quoted(variable[(name.Length + 1)..])).Append('\n');
        }

        return text.Append(Beside(spec, container, command.SkipLast(whole.Command.Count)))
            .Append("export ").Append(TaskEnvironment.Place).Append("=\"").Append(scheduler.JobExpression).Append(PlaceBlank)
            .Append(scheduler.NodeExpression).Append("/batch\"\n")
            .Append("export DXFLOW_NODE=").Append(Quoted(node.After)).Append('\n')
            .Append("exec ").Append(WrapperFile.Shell).Append(' ').Append(Quoted(node.Wrapper)).Append(' ').Append(Quoted(spec.Directory))
            .Append(" '' ").AppendJoin(' ', command.Select(Quoted)).Append('\n')
            .ToString();
    }

    public static string PathIn(string directory) => System.IO.Path.Join(directory, Name);

    /// <summary>A task's variables that go past the shell go past it here too.</summary>
    private static string Beside(TaskSpec spec, JobContainer? container, IEnumerable<string> past) =>
        container is null ? BesideFile.OfProcess(string.Concat(past.Select(static each => Quoted(each) + " ")))
        : container.Enter is { } enter
            ? BesideFile.OfContainer(string.Join(' ', enter.Select(Quoted)), Quoted(JobContainer.NameOf(spec)), JobContainer.OwnPattern)
        : BesideFile.None("'apptainer has no names for what runs: sign in at the node'");

    public static string Quoted(string text) => text.Contains('\0', StringComparison.Ordinal)
        ? throw new ArgumentException($"the text '{text.Replace('\0', '?')}' contains a NUL")
        : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Modules say where programs are; only the document knows better.</summary>
    private Dictionary<string, string> Variables(TaskSpec spec)
    {
        var variables = environment.Of(spec);
        if (target.Modules is { Count: > 0 } && !spec.Environment.ContainsKey(Path))
        {
            variables.Remove(Path);
        }

        return variables.Keys.FirstOrDefault(static name => name.Length == 0 || name.Contains('=')) is { } name
            ? throw new ArgumentException($"'{name}' cannot be the name of an environment variable")
            : variables;
    }
}
