using Dxflow.Foundation.Terminals;
using Dxflow.Foundation.Terminals.Consoles;

namespace Dxflow.Runtimes.Process.Terminals;

/// <summary>A program on a console of Windows, as everything else that is talked to.</summary>
internal sealed class ConsoleSession(PseudoConsole console) : IExecSession
{
    public Stream Input => console.Input;

    public Stream Output => console.Output;

    public Stream Error => Stream.Null;

    public Task<int> Exited => console.Exited;

    public void Resize(TerminalSize size) => console.Resize(size);

    public ValueTask DisposeAsync() => console.DisposeAsync();
}
