using System.Text;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Pipes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Operations;
using Dxflow.Runtimes.Process.Starting;
using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Process.Beside;

/// <summary>
/// Starts programs beside a running task: with its directory, environment and cgroups, which are read from the task's process itself,
/// so it makes no difference which engine started that.
/// </summary>
internal sealed class ExecStart(string wrapper, ReadyThread ready)
{
    private const int EnvironmentBytesMax = 4 << 20;

    /// <summary>Blocks for the moment of the start.</summary>
    public IExecSession Start(ProcessTask task, ExecSpec spec)
    {
        var main = MainProcess(task.Wrapper);
        var variables = Variables(main);
        foreach (var (name, value) in spec.Environment ?? new Dictionary<string, string>())
        {
            variables[name] = value;
        }

        var own = new DirectoryInfo($"{ProcFile.Root}/{main}/cwd").LinkTarget ?? "/";
        var directory = spec.WorkingDirectory is null ? own : Path.Combine(own, spec.WorkingDirectory);
        var problem = spec.Command.Count == 0
            ? "there is no command"
            : ProgramSearch.Problem(spec.Command[0], directory, variables.GetValueOrDefault("PATH") ?? "");
        if (problem is not null)
        {
            throw Fault.Invalid($"nothing was started beside task {task.Id}: {problem}");
        }

        var (environment, command) = ShellSafe.Divide(variables, spec.Command);
        return Spawn(directory, environment, [WrapperFile.Shell, wrapper, "-", task.Cgroups.ToString(), .. command]);
    }

    private ExecSession Spawn(string directory, List<string> environment, List<string> arguments)
    {
        Pipe input = Pipe.Create(), output = Pipe.Create(), error = Pipe.Create();
        try
        {
            var pid = Spawner.Spawn(
                new SpawnSpec(WrapperFile.Shell, arguments, environment, directory, input.Read, output.Write, error.Write));
            return new ExecSession(
                pid,
                ready,
                new PipeEnd(input.Write, ready, toWrite: true),
                new PipeEnd(output.Read, ready, toWrite: false),
                new PipeEnd(error.Read, ready, toWrite: false));
        }
        catch (IOException failure)
        {
            input.Write.Dispose();
            output.Read.Dispose();
            error.Read.Dispose();
            throw Fault.Unavailable(failure.Message);
        }
        finally
        {
            input.Read.Dispose();
            output.Write.Dispose();
            error.Write.Dispose();
        }
    }

    /// <summary>The wrapper's child is the task's program; before it is there, the wrapper has nearly the same environment.</summary>
    private static int MainProcess(int wrapper)
    {
        var children = ProcFile.ReadText($"{ProcFile.Root}/{wrapper}/task/{wrapper}/children");
        return int.TryParse(children.Split(' ')[0], out var child) ? child : wrapper;
    }

    private static Dictionary<string, string> Variables(int pid)
    {
        var variables = new Dictionary<string, string>();
        var content = ProcFile.Read(pid, "environ", new byte[EnvironmentBytesMax]);
        foreach (var entry in Encoding.UTF8.GetString(content).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split('=', 2) is [var name, var value] && name != TaskEnvironment.Place)
            {
                variables[name] = value;
            }
        }

        return variables;
    }
}
