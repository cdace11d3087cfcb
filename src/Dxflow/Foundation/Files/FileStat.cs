using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Files;

internal enum FileKind
{
    Regular,
    Directory,
    Link,
    Fifo,
    Socket,
    CharacterDevice,
    BlockDevice,
}

/// <summary>
/// What the kernel says about a file. <see cref="Device"/> and <see cref="Inode"/> together are its identity on this machine;
/// <see cref="ChangedAt"/> (whole seconds) is when its bytes, its mode or the number of its names changed last.
/// </summary>
internal readonly record struct FileStat(
    FileKind Kind,
    UnixFileMode Mode,
    long Length,
    ulong Device,
    ulong Inode,
    int Links,
    int User,
    DateTimeOffset ModifiedAt,
    DateTimeOffset ChangedAt)
{
    public bool IsExecutable => (Mode & UnixFileMode.UserExecute) != 0;

    /// <summary>What is at a path, a final link itself; null if there is nothing.</summary>
    public static FileStat? Find(string path)
    {
        if (Libc.Stat(Libc.CurrentDirectory, path, Libc.StatNoFollow, Libc.StatBasic, out var found) == 0)
        {
            return From(found);
        }

        return Marshal.GetLastPInvokeError() is Errno.NoEntry or Errno.NotDirectory ? null : throw FileCalls.Failed("stat", path);
    }

    /// <summary>What is under a name in an open directory, a link itself; null if there is nothing.</summary>
    public static FileStat? FindAt(SafeFileHandle directory, string name, string path)
    {
        if (Libc.StatAt(directory, name, Libc.StatNoFollow, Libc.StatBasic, out var found) == 0)
        {
            return From(found);
        }

        return Marshal.GetLastPInvokeError() == Errno.NoEntry ? null : throw FileCalls.Failed("stat", path);
    }

    public static FileStat Of(SafeFileHandle file, string path) =>
        Libc.StatAt(file, "", Libc.StatEmptyPath, Libc.StatBasic, out var found) == 0 ? From(found) : throw FileCalls.Failed("stat", path);

    private static FileStat From(in Libc.StatX found) => new(
        KindOf(found.Mode),
        (UnixFileMode)(found.Mode & 0xfff),
        (long)found.Bytes,
        ((ulong)found.DeviceMajor << 32) | found.DeviceMinor,
        found.Inode,
        (int)found.Links,
        (int)found.User,
        DateTimeOffset.FromUnixTimeMilliseconds((found.ModifiedSeconds * 1000) + (found.ModifiedNanoseconds / 1_000_000)),
        DateTimeOffset.FromUnixTimeSeconds(found.ChangedSeconds));

    private static FileKind KindOf(ushort mode) => (mode & 0xf000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Directory,
        0xa000 => FileKind.Link,
        0x1000 => FileKind.Fifo,
        0xc000 => FileKind.Socket,
        0x2000 => FileKind.CharacterDevice,
        _ => FileKind.BlockDevice,
    };
}
