using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Foundation.Terminals;
using Dxflow.Operations;

namespace Dxflow.Runtimes.Process.Beside;

/// <summary>A program of this machine on a terminal of its own.</summary>
internal static class TerminalProgram
{
    /// <summary>Blocks for the moment of the start. What cannot be started is a <see cref="Fault"/>.</summary>
    public static IExecSession Start(SpawnSpec spec, TerminalSize size, ReadyThread ready, TimeProvider time)
    {
        var terminal = default(PseudoTerminal);
        try
        {
            terminal = PseudoTerminal.Open(size, ready);
            return new ExecSession(new SessionProcess(Spawner.Spawn(spec with { Terminal = terminal.Path }), ready, time), terminal);
        }
        catch (IOException failure)
        {
            terminal?.Dispose();
            throw Fault.Unavailable(failure.Message);
        }
    }
}
