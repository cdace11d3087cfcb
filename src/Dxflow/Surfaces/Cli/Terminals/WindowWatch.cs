using System.Runtime.InteropServices;
using Dxflow.Foundation.Terminals;

namespace Dxflow.Surfaces.Cli.Terminals;

/// <summary>The size of the terminal that the command was typed on, and when it changes (SIGWINCH).</summary>
internal sealed class WindowWatch : IDisposable
{
    private readonly PosixSignalRegistration _registration;
    private TaskCompletionSource _changed = New();

    public WindowWatch() => _registration = PosixSignalRegistration.Create(
        PosixSignal.SIGWINCH, _ => Interlocked.Exchange(ref _changed, New()).TrySetResult());

    /// <summary>Null: there is no terminal, or it does not know.</summary>
    public static TerminalSize? Size => TerminalCalls.SizeOf(0) ?? TerminalCalls.SizeOf(1);

    /// <summary>Ends at the next change; the one after it has a task of its own.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    public void Dispose() => _registration.Dispose();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
