using Dxflow.Foundation.Terminals;
using Dxflow.Operations;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Beside;
using Dxflow.Runtimes.Process.Terminals;
using Dxflow.Shells.Holding.Wire;

namespace Dxflow.Shells.Holding;

/// <summary>The program of a shell, on a terminal of its own: looked for as the kernel would, or in a container.</summary>
internal static class ShellProgram
{
    /// <exception cref="Fault">It is not there, or cannot be started; nothing was.</exception>
    public static async Task<IExecSession> StartAsync(ShellStart start, ITerminals terminals, TimeProvider time, CancellationToken cancel)
    {
        var size = new TerminalSize(start.Rows, start.Columns);
        if (start.Container is { } container)
        {
            return await HeldExec.StartAsync(
                container,
                new ExecSpec(
                    [start.Program, .. start.Arguments], start.Environment, start.WorkingDirectory is { Length: > 0 } at ? at : null, size),
                time,
                cancel);
        }

        var program = new TerminalStart(start.Program, start.Arguments, start.Environment, start.WorkingDirectory, size);
        return terminals.Problem(program) is { } problem
            ? throw Fault.Invalid($"the shell was not started: {problem}")
            : await terminals.StartAsync(program, cancel);
    }
}
