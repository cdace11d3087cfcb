using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Foundation.Processes.Systems;

namespace Dxflow.Runtimes.Process.Terminals;

/// <summary>The terminals of this machine: the one place that asks which system it is.</summary>
internal sealed class SystemTerminals : IDisposable
{
    private readonly IReadiness? _ready;

    public SystemTerminals(TimeProvider time)
    {
        if (OperatingSystem.IsWindows())
        {
            Here = new ConsoleTerminals(time);
        }
        else if (OperatingSystem.IsLinux())
        {
            var ready = new ReadyThread("terminals");
            (_ready, Here) = (ready, new UnixTerminals(ready, new PidfdSight(ready), SystemNumbers.Linux.OpensBeforeSession, time));
        }
        else
        {
            _ready = new PollThread("terminals");
            Here = new UnixTerminals(_ready, new WaitingSight(), SystemNumbers.Here.OpensBeforeSession, time);
        }
    }

    public ITerminals Here { get; }

    public void Dispose() => _ready?.Dispose();
}
