using System.Runtime.InteropServices;

namespace Dxflow.Foundation.Processes.Spawning;

/// <summary>
/// This process becomes another program (execve): same pid, same children, nothing else of it. Only what was let through by name
/// (<see cref="Files.FileLock.HandOn"/>) stays open.
/// </summary>
internal static unsafe class Becoming
{
    /// <exception cref="ProcessException">It cannot be started; this process is still itself.</exception>
    public static void Become(string program, IReadOnlyList<string> arguments, IReadOnlyList<string> environment)
    {
        using var texts = new NativeTexts();
        var signals = stackalloc byte[Kernel.OpaqueBytes];
        _ = Kernel.EmptySignals(signals);
        _ = Kernel.SetSignalMask(Kernel.SignalMaskIs, signals, null);
        _ = Kernel.Execute(texts.Text(program), texts.Vector(arguments), texts.Vector(environment));
        throw new ProcessException("become", program, Marshal.GetLastPInvokeError());
    }
}
