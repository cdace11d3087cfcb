using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Terminals.Consoles;

/// <summary>
/// A pseudo-console (HPCON). Closing it hangs up: whoever is on it is told so and has a few seconds. Before Windows 11 24H2 that waits
/// until all have gone and the last output was read, so it is closed where waiting holds up nobody, and the output read on.
/// </summary>
internal sealed class SafeConsoleHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeConsoleHandle(nint console)
        : base(ownsHandle: true) => SetHandle(console);

    protected override bool ReleaseHandle()
    {
        ConsoleCalls.Close(handle);
        return true;
    }
}
