using System.Text;
using Dxflow.Runtimes.Batch.Beside;
using Dxflow.Runtimes.Process.Starting;

namespace Dxflow.Runtimes.Batch.Files;

/// <summary>
/// A task as a node runs it: a program, where it starts, and all variables that it is given. In an image (<see cref="Container"/>) the
/// program is the one that makes the container.
/// </summary>
internal sealed record NodeTask(
    AttemptId Id,
    string WorkingDirectory,
    IReadOnlyList<string> Command,
    IReadOnlyDictionary<string, string> Variables,
    JobContainer? Container)
{
    private const string SearchPath = "PATH";

    /// <exception cref="ArgumentException">A text that no program can be given.</exception>
    public static NodeTask Of(TaskSpec spec, BatchTarget target, TaskEnvironment environment)
    {
        var container = spec.Image is not null && target.Containers is not null ? new JobContainer(target) : null;
        var variables = environment.Of(
            container is null ? spec : spec with { Environment = container.Environment(spec) });
        if (target.Modules is { Count: > 0 } && !spec.Environment.ContainsKey(SearchPath))
        {
            // Modules say where programs are; only the document knows better.
            variables.Remove(SearchPath);
        }

        if (variables.Keys.FirstOrDefault(static name => name.Length == 0 || name.Contains('=')) is { } name)
        {
            throw new ArgumentException($"'{name}' cannot be the name of an environment variable");
        }

        return container is null
            ? new NodeTask(spec.Id, spec.WorkingDirectory, spec.Command, variables, null)
            : new NodeTask(spec.Id, spec.Directory, container.Command(spec), variables, container);
    }

    /// <summary>
    /// Lines of a shell that bring it to where the program starts, with what it is given, and start another one there instead if its
    /// arguments say so; and the command that is to follow, with what goes past the shell.
    /// </summary>
    public (string Lines, IReadOnlyList<string> Command) Prepare(BatchTarget target)
    {
        var (variables, command) = ShellSafe.Divide(Variables, Command);
        var text = new StringBuilder();
        if (target.Modules is { Count: > 0 } modules)
        {
            text.Append("[ ! -r /etc/profile ] || . /etc/profile\nmodule load ").AppendJoin(' ', modules.Select(LaunchFile.Quoted))
                .Append(" || exit 125\n");
        }

        text.Append("cd ").Append(LaunchFile.Quoted(WorkingDirectory)).Append(" || exit 125\n");
        foreach (var variable in variables)
        {
            var name = variable[..variable.IndexOf('=', StringComparison.Ordinal)];
            text.Append("export ").Append(name).Append('=').Append(LaunchFile.Quoted(variable[(name.Length + 1)..])).Append('\n');
        }

        return (text.Append(Beside(command.SkipLast(Command.Count))).ToString(), command);
    }

    /// <summary>A task's variables that go past the shell go past it here too.</summary>
    private string Beside(IEnumerable<string> past) =>
        Container is null ? BesideFile.OfProcess(string.Concat(past.Select(static each => LaunchFile.Quoted(each) + " ")))
        : Container.Enter is { } enter
            ? BesideFile.OfContainer(
                string.Join(' ', enter.Select(LaunchFile.Quoted)), LaunchFile.Quoted(JobContainer.NameOf(Id)), JobContainer.OwnPattern)
        : BesideFile.None("'apptainer has no names for what runs: sign in at the node'");
}
