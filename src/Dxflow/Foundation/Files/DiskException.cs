using System.Runtime.InteropServices;

namespace Dxflow.Foundation.Files;

/// <summary>
/// A call to the file system that failed: which call, on which path, with which errno. Thrown by everything in this folder.
/// </summary>
internal class DiskException(string operation, string path, int errno)
    : IOException($"{operation} {path}: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})")
{
    public string Operation { get; } = operation;

    public string Path { get; } = path;

    public int Errno { get; } = errno;

    /// <summary>The exception for an errno; a full disk and a full quota are the same thing to whoever wants to write.</summary>
    public static DiskException For(string operation, string path, int errno) =>
        errno is Files.Errno.NoSpace or Files.Errno.Quota
            ? new DiskFullException(operation, path, errno)
            : new DiskException(operation, path, errno);
}

/// <summary>There is no room (ENOSPC, EDQUOT). Nothing is lost by it: what was to be written can be written later.</summary>
internal sealed class DiskFullException(string operation, string path, int errno) : DiskException(operation, path, errno)
{
    /// <summary>Whether this is it, or says the same: the framework's own exceptions carry the kernel's number too.</summary>
    public static bool Is(Exception failure) =>
        failure is DiskFullException || (failure is IOException && failure.HResult is Files.Errno.NoSpace or Files.Errno.Quota);
}

/// <summary>
/// fdatasync or fsync failed: nobody knows what of the file is on the disk, and asking again would say yes without having written.
/// The engine ends.
/// </summary>
internal sealed class DiskSyncException(string operation, string path, int errno) : DiskException(operation, path, errno);
