using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Foundation.Terminals;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Beside;
using Dxflow.Runtimes.Process.Beside;
using Dxflow.Runtimes.Process.Starting;
using Dxflow.Shells.Holding.Wire;

namespace Dxflow.Shells.Holding;

/// <summary>The program of a shell, on a terminal of its own: looked for as the kernel would, or in a container.</summary>
internal static class ShellProgram
{
    /// <exception cref="Fault">It is not there, or cannot be started; nothing was.</exception>
    public static async Task<IExecSession> StartAsync(ShellStart start, ReadyThread ready, TimeProvider time, CancellationToken cancel) =>
        start.Container is { } container
            ? await HeldExec.StartAsync(
                container,
                new ExecSpec(
                    [start.Program, .. start.Arguments], start.Environment, start.WorkingDirectory is { Length: > 0 } at ? at : null,
                    new TerminalSize(start.Rows, start.Columns)),
                time,
                cancel)
            : Start(start, ready, time);

    private static IExecSession Start(ShellStart start, ReadyThread ready, TimeProvider time)
    {
        var search = start.Environment.GetValueOrDefault("PATH") ?? "";
        if (ProgramSearch.Problem(start.Program, start.WorkingDirectory, search) is { } problem)
        {
            throw Fault.Invalid($"the shell was not started: {problem}");
        }

        return TerminalProgram.Start(
            new SpawnSpec(
                ProgramSearch.Find(start.Program, start.WorkingDirectory, search)!,
                [start.Program, .. start.Arguments],
                [.. start.Environment.Select(static pair => $"{pair.Key}={pair.Value}")],
                start.WorkingDirectory),
            new TerminalSize(start.Rows, start.Columns),
            ready,
            time);
    }
}
