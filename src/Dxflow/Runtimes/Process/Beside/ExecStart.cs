using System.Text;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Pipes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Foundation.Processes.Systems;
using Dxflow.Operations;
using Dxflow.Runtimes.Process.Starting;
using Dxflow.Runtimes.Process.Terminals;
using Dxflow.Runtimes.Process.Wrapper;
using Dxflow.Runtimes.Talking;

namespace Dxflow.Runtimes.Process.Beside;

/// <summary>
/// Starts programs beside a running task: with its directory, environment and cgroups, which its wrapper still has,
/// so it makes no difference which engine started that.
/// </summary>
internal sealed class ExecStart(string wrapper, ReadyThread ready, TimeProvider time)
{
    private const int BytesMax = 4 << 20;

    private readonly UnixTerminals _terminals = new(ready, new PidfdSight(ready), SystemNumbers.Linux.OpensBeforeSession, time);

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
        return spec.Detached ? Detach(program)
            : spec.Terminal is { } size ? _terminals.Start(program, size)
            : Spawn(program);
    }

    /// <summary>All three streams are <c>/dev/null</c>; its end is taken when it comes, and means nothing to anybody.</summary>
    private DetachedProgram Detach(SpawnSpec spec)
    {
        try
        {
            _ = TakeEndAsync(new SessionProcess(Spawner.Spawn(spec), ready, time));
            return new DetachedProgram();
        }
        catch (IOException failure)
        {
            throw Fault.Unavailable(failure.Message);
        }
    }

    private static async Task TakeEndAsync(SessionProcess process)
    {
        await process.Exited;
        await process.DisposeAsync();
    }

    private ExecSession Spawn(SpawnSpec spec)
    {
        Pipe input = Pipe.Create(), output = Pipe.Create(), error = Pipe.Create();
        try
        {
            var pid = Spawner.Spawn(spec with { Input = input.Read, Output = output.Write, Error = error.Write });
            return new ExecSession(
                new SessionProcess(pid, ready, time),
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
