using Dxflow.Foundation.Terminals;

namespace Dxflow.Runtimes.Talking;

/// <summary>A program that was started and let go: there is nothing to read from it, and all that is known of it is that it runs.</summary>
internal sealed class DetachedProgram : IExecSession
{
    public Stream Input => Stream.Null;

    public Stream Output => Stream.Null;

    public Stream Error => Stream.Null;

    public Task<int> Exited { get; } = Task.FromResult(0);

    public void Resize(TerminalSize size)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
