using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Files.Beneath;

/// <summary>System calls on names in open directories, checked, like <see cref="DirectoryCalls"/>; <c>path</c> is for messages.</summary>
internal static unsafe class BeneathCalls
{
    private const int TriesMax = 64;
    private const int AttributeBytesMax = 4096;

    /// <summary>
    /// openat2 with RESOLVE_BENEATH, without any link. Null where this kernel, or what stands before it, has not got it.
    /// </summary>
    /// <exception cref="DiskException">
    /// Among others EXDEV: it leads out; ELOOP: a link is in the way.
    /// </exception>
    public static SafeFileHandle? TryOpenBeneath(SafeFileHandle directory, string relative, int flags, string path)
    {
        var how = new BeneathLibc.OpenHow { Flags = (ulong)(flags | Libc.CloseOnExec), Resolve = BeneathLibc.Confined };
        for (var tries = 0; ; tries++)
        {
            var file = BeneathLibc.Open(BeneathLibc.OpenAt2, directory, relative, ref how, (nuint)sizeof(BeneathLibc.OpenHow));
            if (file >= 0)
            {
                return new SafeFileHandle(file, ownsHandle: true);
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.NotImplemented or Errno.NotPermitted:
                    return null;

                // Something was renamed meanwhile, and the kernel does not know where it is.
                case Errno.Again or Errno.Interrupted when tries < TriesMax:
                    continue;
                default:
                    throw FileCalls.Failed("openat2", path);
            }
        }
    }

    /// <summary>Gives a name another place; false if there is something at it, and it is not to be replaced.</summary>
    public static bool TryRename(
        SafeFileHandle fromDirectory, string from, SafeFileHandle toDirectory, string to, bool replace, string path)
    {
        if (BeneathLibc.Rename(fromDirectory, from, toDirectory, to, replace ? 0 : BeneathLibc.NoReplace) == 0)
        {
            return true;
        }

        return !replace && Marshal.GetLastPInvokeError() == Errno.Exists ? false : throw FileCalls.Failed("rename", path);
    }

    /// <summary>Removes an empty directory.</summary>
    public static void RemoveDirectory(SafeFileHandle directory, string name, string path)
    {
        if (Libc.UnlinkAt(directory, name, BeneathLibc.RemoveDirectory) != 0)
        {
            throw FileCalls.Failed("rmdir", path);
        }
    }

    /// <summary>Removes a file or link, which has to be there.</summary>
    public static void Remove(SafeFileHandle directory, string name, string path)
    {
        if (Libc.UnlinkAt(directory, name, 0) != 0)
        {
            throw FileCalls.Failed("unlink", path);
        }
    }

    /// <summary>Writes a short text beside the content of an open file; false where file systems have no room for such.</summary>
    public static bool TrySetAttribute(SafeFileHandle file, string name, string text, string path)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = bytes)
        {
            return BeneathLibc.SetAttribute(file, name, start, (nuint)bytes.Length, 0) == 0
                || (Marshal.GetLastPInvokeError() is Errno.NotSupported or Errno.NotPermitted or Errno.NotImplemented
                    ? false : throw FileCalls.Failed("setxattr", path));
        }
    }

    /// <summary>That text; null if there is none.</summary>
    public static string? Attribute(SafeFileHandle file, string name)
    {
        var buffer = stackalloc byte[AttributeBytesMax];
        var length = BeneathLibc.GetAttribute(file, name, buffer, AttributeBytesMax);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, (int)length);
    }
}
