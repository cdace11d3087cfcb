using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Terminals.Consoles;

/// <summary>
/// All that a program starts, and what that starts, from its first instruction on: ended together, and at the latest with the process that
/// holds this.
/// </summary>
internal sealed class ConsoleJob : IDisposable
{
    /// <summary>A job is closed like a file.</summary>
    private readonly SafeFileHandle _handle;

    public unsafe ConsoleJob()
    {
        _handle = new SafeFileHandle(ConsoleCalls.CreateJob(null, null), ownsHandle: true);
        var limits = new ConsoleCalls.ExtendedLimitInformation { Flags = ConsoleCalls.KillOnClose };
        if (_handle.IsInvalid
            || ConsoleCalls.SetJob(
                _handle, ConsoleCalls.ExtendedLimits, &limits, (uint)sizeof(ConsoleCalls.ExtendedLimitInformation)) == 0)
        {
            var failure = ConsoleException.OfLast("make", "a job for a program");
            _handle.Dispose();
            throw failure;
        }
    }

    public SafeFileHandle Handle => _handle;

    /// <summary>All in it end at once, with this exit code.</summary>
    public void End(int code) => _ = ConsoleCalls.EndJob(_handle, (uint)code);

    public void Dispose() => _handle.Dispose();
}
