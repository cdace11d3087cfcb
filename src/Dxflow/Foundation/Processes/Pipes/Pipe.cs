using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Processes.Pipes;

/// <summary>Both ends of a new pipe; neither passes to children by itself.</summary>
internal readonly record struct Pipe(SafeFileHandle Read, SafeFileHandle Write)
{
    public static unsafe Pipe Create()
    {
        var ends = stackalloc int[2];
        return Kernel.Pipe(ends, Kernel.CloseOnExec) == 0
            ? new Pipe(new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true))
            : throw new ProcessException("make", "a pipe", Marshal.GetLastPInvokeError());
    }
}
