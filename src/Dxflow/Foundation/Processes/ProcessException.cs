using System.Globalization;
using System.Runtime.InteropServices;
using Dxflow.Foundation.Files;

namespace Dxflow.Foundation.Processes;

/// <summary>A system call about a process failed: what was tried, on what, why, and where there is one, what to do.</summary>
internal sealed class ProcessException(string operation, string target, int errno)
    : IOException($"cannot {operation} {target}: {Explain(errno)}")
{
    public int Errno { get; } = errno;

    private static string Explain(int errno) => errno switch
    {
        Files.Errno.TooManyFiles => $"this process has as many files open as it may, {OpenFilesMax()}; raise it (ulimit -n, LimitNOFILE=)",
        Files.Errno.ListTooLong => "the arguments and the environment are larger than the kernel takes (128 KiB each, some 2 MiB in all)",
        Files.Errno.Again => "the system has as many processes as it may; raise the limit (ulimit -u, TasksMax=)",
        _ => Marshal.GetPInvokeErrorMessage(errno).ToLowerInvariant(),
    };

    private static string OpenFilesMax() =>
        Kernel.GetLimit(Kernel.LimitOpenFiles, out var limit) == 0 ? limit.Soft.ToString(CultureInfo.InvariantCulture) : "unknown";
}
