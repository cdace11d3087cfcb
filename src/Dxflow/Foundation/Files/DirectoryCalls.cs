using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Files;

/// <summary>
/// System calls on names in an open directory: between two of them nobody can put another directory in its place. Checked, like
/// <see cref="FileCalls"/>; <c>path</c> is for messages.
/// </summary>
internal static unsafe class DirectoryCalls
{
    private const int LinkBytesMax = 4096;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>A name of this process for an open file, which leads to that very file, whatever has its old name by now.</summary>
    public static string PathOf(SafeFileHandle file) => $"/proc/self/fd/{file.DangerousGetHandle()}";

    /// <summary>Makes a directory; false if something has that name.</summary>
    public static bool TryMake(SafeFileHandle directory, string name, UnixFileMode mode, string path)
    {
        if (Libc.MakeDirectoryAt(directory, name, (uint)mode) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() == Errno.Exists ? false : throw FileCalls.Failed("mkdir", path);
    }

    /// <summary>Removes a file or link; missing is fine.</summary>
    public static void Unlink(SafeFileHandle directory, string name, string path)
    {
        if (Libc.UnlinkAt(directory, name, 0) != 0 && Marshal.GetLastPInvokeError() != Errno.NoEntry)
        {
            throw FileCalls.Failed("unlink", path);
        }
    }

    /// <summary>Gives a file a second name; false if these two places, or this file, cannot share it.</summary>
    public static bool TryLink(string from, SafeFileHandle directory, string name, string path) =>
        Libc.LinkAt(Libc.CurrentDirectory, from, directory, name, 0) == 0 || CannotShare("link", path);

    /// <summary>Gives an open file a second name; false if it cannot have one there.</summary>
    public static bool TryLink(SafeFileHandle file, string to) =>
        Libc.Link(Libc.CurrentDirectory, PathOf(file), Libc.CurrentDirectory, to, Libc.LinkFollow) == 0 || CannotShare("link", to);

    /// <summary>Lets an empty file share the bytes of another until one of them is written to; false if this file system cannot.</summary>
    public static bool TryClone(SafeFileHandle from, SafeFileHandle to, string path) =>
        Libc.Clone(to, Libc.CloneFile, from) == 0 || CannotShare("clone", path);

    /// <summary>
    /// Tells the file system that what is made directly below a directory has nothing to do with each other, so that each gets a place of
    /// its own; false: it cannot be told. Ext4 looks for a free inode near the parent and passes over, one by one, all that were deleted
    /// there within the last minutes: beside a run whose files have just gone, each new file took a millisecond.
    /// </summary>
    public static bool TrySpread(string path)
    {
        using var directory = FileCalls.Open(path, Libc.ReadOnly | Libc.Directory);
        var flags = 0u;
        if (Libc.Flags(directory, Libc.GetFlags, ref flags) != 0)
        {
            return false;
        }

        flags |= Libc.TopDirectory;
        return Libc.Flags(directory, Libc.SetFlags, ref flags) == 0;
    }

    /// <summary>
    /// Makes a directory, or takes the one that is there, where others have directories too: from then on it is this user's alone, and
    /// nobody else can put another in its place.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException">It is somebody else's, or others could replace it.</exception>
    public static void MakeOwn(string path)
    {
        var self = FileCalls.EffectiveUser();
        var parent = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(path, Private);
        using var above = FileCalls.Open(parent, Libc.ReadOnly | Libc.Directory);
        var place = FileStat.Of(above, parent);
        if ((place.User != self && place.User != 0) || ((place.Mode & Others) != 0 && (place.Mode & UnixFileMode.StickyBit) == 0))
        {
            throw new UnauthorizedAccessException(
                $"others than you could put a directory of theirs in the place of {path}: take a directory that is yours, "
                + $"or chmod go-w {parent}");
        }

        if (FileStat.Find(path) is not { Kind: FileKind.Directory } found || found.User != self)
        {
            throw new UnauthorizedAccessException($"{path} is no directory of yours: whoever has it could run what they like as you");
        }

        if (found.Mode != Private)
        {
            File.SetUnixFileMode(path, Private);
        }
    }

    /// <summary>Where an open link (held by <see cref="Libc.HoldOnly"/>) leads.</summary>
    public static string ReadLink(SafeFileHandle link, string path)
    {
        var buffer = stackalloc byte[LinkBytesMax];
        var length = Libc.ReadLinkAt(link, "", buffer, LinkBytesMax);
        return length >= 0 ? Encoding.UTF8.GetString(buffer, (int)length) : throw FileCalls.Failed("readlink", path);
    }

    /// <summary>The names in an open directory, in byte order.</summary>
    public static IReadOnlyList<string> Names(SafeFileHandle directory)
    {
        var names = Directory.GetFileSystemEntries(PathOf(directory)).Select(entry => Path.GetFileName(entry)).ToArray();
        Array.Sort(names, ByteOrder.Comparer);
        return names;
    }

    public static void SetMode(SafeFileHandle file, UnixFileMode mode, string path)
    {
        if (Libc.SetMode(file, (uint)mode) != 0)
        {
            throw FileCalls.Failed("chmod", path);
        }
    }

    private static bool CannotShare(string operation, string path) =>
        Marshal.GetLastPInvokeError() is Errno.CrossDevice or Errno.NotSupported or Errno.NotImplemented or Errno.Invalid
            or Errno.NotTerminal or Errno.NotPermitted or Errno.AccessDenied or Errno.TooManyLinks
            ? false
            : throw FileCalls.Failed(operation, path);
}
