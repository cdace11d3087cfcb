using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Files;

/// <summary>
/// The system calls on files that the framework hides, swallows errors of, or does not have. Raw: callers check results through
/// <see cref="FileCalls"/>. Variadic functions are declared with the arguments we pass, which Linux' calling conventions allow.
/// </summary>
internal static unsafe partial class Libc
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int Truncate = 0x200;
    public const int Append = 0x400;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    /// <summary>O_PATH: a hold on a file without opening it, so that a device or a FIFO notices nothing.</summary>
    public const int HoldOnly = 0x200000;

    public const int CurrentDirectory = -100;
    public const int KeepSize = 1;
    public const int PunchHole = 2;
    public const int SeekContent = 3;
    public const int OfdGetLock = 36;
    public const int OfdSetLock = 37;
    public const short WriteLock = 1;
    public const short Unlocked = 2;
    public const uint SyncBegin = 2;
    public const int StatNoFollow = 0x100;
    public const int StatEmptyPath = 0x1000;
    public const uint StatBasic = 0x7ff;
    public const int LinkFollow = 0x400;
    public const nuint CloneFile = 0x40049409;

    /// <summary>FS_IOC_GETFLAGS and FS_IOC_SETFLAGS, of 32 bits whatever their numbers say.</summary>
    public const nuint GetFlags = 0x80086601;

    public const nuint SetFlags = 0x40086602;

    /// <summary>EXT4_TOPDIR_FL, the T of chattr.</summary>
    public const uint TopDirectory = 0x00020000;

    /// <summary>O_DIRECTORY; the one flag here whose value depends on the architecture.</summary>
    public static readonly int Directory = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

    /// <summary>O_NOFOLLOW, likewise.</summary>
    public static readonly int NoFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenAt(SafeFileHandle directory, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint WriteNext(SafeFileHandle file, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "pwrite", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int SetLength(SafeFileHandle file, long length);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    public static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    public static partial int SyncContent(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    public static partial int SyncRange(SafeFileHandle file, long offset, long length, uint flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int SyncAll(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeDirectory(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RemoveDirectory(string path);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeDirectoryAt(SafeFileHandle directory, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UnlinkAt(SafeFileHandle directory, string name, int flags);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LinkAt(int fromDirectory, string from, SafeFileHandle directory, string name, int flags);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(int fromDirectory, string from, int toDirectory, string to, int flags);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetOwner(string path, int user, int group);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ReadLinkAt(SafeFileHandle directory, string name, byte* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Clone(SafeFileHandle to, nuint request, SafeFileHandle from);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Flags(SafeFileHandle file, nuint request, ref uint flags);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int SetMode(SafeFileHandle file, uint mode);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, int command, ref LockRange range);

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int VolumeOf(string path, out Volume volume);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Stat(int directory, string name, int flags, uint mask, out StatX result);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatAt(SafeFileHandle directory, string name, int flags, uint mask, out StatX result);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(SafeFileHandle file, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "umask")]
    public static partial uint Umask(uint mask);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    public static partial uint EffectiveGroup();

    /// <summary>struct flock, 64-bit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct LockRange
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Pid;
    }

    /// <summary>struct statvfs, 64-bit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Volume
    {
        public ulong BlockBytes;
        public ulong FragmentBytes;
        public ulong Blocks;
        public ulong BlocksFree;
        public ulong BlocksAvailable;
        public ulong Files;
        public ulong FilesFree;
        public ulong FilesAvailable;
        public ulong Id;
        public ulong Flags;
        public ulong NameLengthMax;
        public fixed int Spare[6];
    }

    /// <summary>struct statx, which is the same on every architecture; only what is used is named.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct StatX
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(20)]
        public uint User;

        [FieldOffset(24)]
        public uint Group;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Bytes;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
