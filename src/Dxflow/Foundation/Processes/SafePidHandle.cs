using System.Runtime.InteropServices;
using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Processes;

/// <summary>
/// A pidfd: names one process for as long as it is open, whatever becomes of the number. Readable when the process has ended.
/// </summary>
internal sealed class SafePidHandle : SafeHandleMinusOneIsInvalid
{
    private SafePidHandle(nint descriptor)
        : base(ownsHandle: true) => SetHandle(descriptor);

    /// <summary>The process that has this number now; null if there is none.</summary>
    public static SafePidHandle? Open(int pid)
    {
        var descriptor = Kernel.OpenPidfd(Kernel.PidfdOpen, pid, 0);
        if (descriptor >= 0)
        {
            return new SafePidHandle(descriptor);
        }

        var errno = Marshal.GetLastPInvokeError();
        return errno is Errno.NoProcess or Errno.Invalid ? null : throw new ProcessException("watch", $"process {pid}", errno);
    }

    /// <summary>False: the process has ended, or it is not ours to signal.</summary>
    public bool Signal(int signal) => Kernel.SendSignal(Kernel.PidfdSendSignal, this, signal, 0, 0) == 0;

    protected override bool ReleaseHandle() => Kernel.Close((int)handle) == 0;
}
