using System.Runtime.InteropServices;
using Dxflow.Foundation.Terminals;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Surfaces.Cli.Terminals;

/// <summary>
/// The terminal behind standard input while a program elsewhere is shown on it: every key goes there as it is, Ctrl-C too. Disposing puts
/// the terminal back as it was; a signal that would end the command without that ends it in order.
/// </summary>
internal sealed class RawTerminal : IDisposable
{
    private readonly SafeFileHandle _input = new(0, ownsHandle: false);
    private readonly TerminalMode? _before;
    private readonly List<PosixSignalRegistration> _registrations;

    public RawTerminal(Interrupts interrupts)
    {
        _registrations = [.. ((PosixSignal[])[PosixSignal.SIGHUP, PosixSignal.SIGQUIT]).Select(signal =>
            PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                interrupts.Interrupt();
            }))];
        _before = TerminalMode.Of(_input);
        _before?.Raw().Set(_input);
    }

    public void Dispose()
    {
        _before?.Set(_input);
        _registrations.ForEach(static one => one.Dispose());
    }
}
