using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Terminals;
using Dxflow.Runtimes.Process.Beside;

namespace Dxflow.Runtimes.Batch.Beside;

/// <summary>
/// A program on a node, for which one of the scheduler's stands here. If that were killed, the program would go on: it is interrupted, and
/// has some time to see to the end of the other.
/// </summary>
internal sealed class StepSession : IExecSession
{
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(10);

    private readonly ExecSession _inner;
    private readonly TimeProvider _time;
    private volatile bool _isKilled;

    public StepSession(ExecSession inner, TimeProvider time)
    {
        (_inner, _time) = (inner, time);
        Exited = CodeAsync();
    }

    public Stream Input => _inner.Input;

    public Stream Output => _inner.Output;

    public Stream Error => _inner.Error;

    public Task<int> Exited { get; }

    public void Resize(TerminalSize size) => _inner.Resize(size);

    public async ValueTask DisposeAsync()
    {
        if (!_inner.Exited.IsCompleted)
        {
            _isKilled = true;
            _inner.Signal(SignalNames.Interrupt);
            await Task.WhenAny(_inner.Exited, Task.Delay(EndMax, _time));
        }

        await _inner.DisposeAsync();
    }

    /// <summary>What the scheduler's program says of its own end is nothing that the other has said.</summary>
    private async Task<int> CodeAsync()
    {
        var code = await _inner.Exited;
        return _isKilled ? 128 + SignalNames.Kill : code;
    }
}
