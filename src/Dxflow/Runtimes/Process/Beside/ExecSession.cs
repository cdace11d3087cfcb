using Dxflow.Foundation.Processes.Pipes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Foundation.Terminals;

namespace Dxflow.Runtimes.Process.Beside;

/// <summary>A program beside a task, with a pipe for each of its streams or on a terminal.</summary>
internal sealed class ExecSession : IExecSession
{
    private readonly SessionProcess _process;
    private readonly PseudoTerminal? _terminal;

    public ExecSession(SessionProcess process, PipeEnd input, PipeEnd output, PipeEnd error)
    {
        _process = process;
        (Input, Output, Error) = (input, output, error);
    }

    public ExecSession(SessionProcess process, PseudoTerminal terminal)
    {
        (_process, _terminal) = (process, terminal);
        (Input, Output, Error) = (terminal.Input, terminal.Output, Stream.Null);
    }

    public Stream Input { get; }

    public Stream Output { get; }

    public Stream Error { get; }

    public Task<int> Exited => _process.Exited;

    public void Resize(TerminalSize size) => _terminal?.Resize(size);

    /// <summary>Tells the program itself; one that has ended is told nothing.</summary>
    public void Signal(int signal) => _process.Signal(signal);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Input.DisposeAsync();
        await Output.DisposeAsync();
        await Error.DisposeAsync();
        _terminal?.Dispose();
    }
}
