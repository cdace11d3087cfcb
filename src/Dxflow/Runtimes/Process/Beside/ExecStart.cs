using System.Text;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Operations;
using Dxflow.Runtimes.Process.Starting;
using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Process.Beside;

/// <summary>
/// Starts programs beside a running task: with its directory, environment and cgroups, which its wrapper still has,
/// so it makes no difference which engine started that.
/// </summary>
internal sealed class ExecStart(string wrapper, ReadyThread ready, TimeProvider time)
{
    private const int BytesMax = 4 << 20;

    /// <summary>Blocks for the moment of the start.</summary>
    public IExecSession Start(ProcessTask task, ExecSpec spec)
    {
        var variables = Variables(task.Wrapper);
        foreach (var (name, value) in spec.Environment ?? new Dictionary<string, string>())
        {
            variables[name] = value;
        }

        if (spec.User is not null)
        {
            throw Fault.Invalid("on runtime process a program runs as the engine's user", "leave the user out");
        }

        var own = new DirectoryInfo($"{ProcFile.Root}/{task.Wrapper}/cwd").LinkTarget ?? "/";
        var directory = spec.WorkingDirectory is null ? own : Path.Combine(own, spec.WorkingDirectory);
        var problem = spec.Command.Count == 0
            ? "there is no command"
            : ProgramSearch.Problem(spec.Command[0], directory, variables.GetValueOrDefault("PATH") ?? "");
        if (problem is not null)
        {
            throw Fault.Invalid($"nothing was started beside task {task.Id}: {problem}");
        }

        var (environment, command) = ShellSafe.Divide(variables, spec.Command);
        var program = new SpawnSpec(
            WrapperFile.Shell, [WrapperFile.Shell, wrapper, "-", task.Cgroups.ToString(), .. command], environment, directory);
        return BesideProgram.Start(program, spec, ready, time);
    }

    /// <summary>What the task was given, as its wrapper still has it: its environment, and what went past the shell as arguments.</summary>
    private static Dictionary<string, string> Variables(int wrapper)
    {
        var variables = new Dictionary<string, string>();
        foreach (var entry in Texts(wrapper, "environ").Concat(ShellSafe.Past(Texts(wrapper, "cmdline"))))
        {
            if (entry.Split('=', 2) is [var name, var value] && name != TaskEnvironment.Place)
            {
                variables[name] = value;
            }
        }

        return variables;
    }

    private static string[] Texts(int pid, string file) =>
        Encoding.UTF8.GetString(ProcFile.Read(pid, file, new byte[BytesMax])).Split('\0');
}
