using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Files.Beneath;

/// <summary>
/// The system calls on names below an open directory that the C library has not, or has only lately. Raw, like <see cref="Libc"/>.
/// </summary>
internal static unsafe partial class BeneathLibc
{
    public const int RemoveDirectory = 0x200;
    public const uint NoReplace = 1;

    /// <summary>RESOLVE_NO_MAGICLINKS, RESOLVE_NO_SYMLINKS, RESOLVE_BENEATH.</summary>
    public const ulong Confined = 0x02 | 0x04 | 0x08;

    /// <summary>openat2, which has the same number on every architecture.</summary>
    public const int OpenAt2 = 437;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Open(nint call, SafeFileHandle directory, string name, ref OpenHow how, nuint size);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(SafeFileHandle fromDirectory, string from, SafeFileHandle toDirectory, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "fsetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetAttribute(SafeFileHandle file, string name, byte* value, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "fgetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GetAttribute(SafeFileHandle file, string name, byte* value, nuint size);

    /// <summary>struct open_how.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
