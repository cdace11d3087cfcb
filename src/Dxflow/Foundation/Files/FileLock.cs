using System.Runtime.InteropServices;
using System.Text;
using Dxflow.Foundation.Processes;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Files;

/// <summary>
/// An exclusive lock that the kernel holds for this process alone and drops when it ends, however it ends (an open file description
/// lock: no child inherits it, and closing another handle of the file does not drop it). The file's text names the holder, for
/// whoever is refused; it is emptied by a clean release and left by a crash, so that the next holder can tell. Never unlinked.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private const int TextBytesMax = 4096;

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private bool _isDescribed;
    private bool _isKept;

    private FileLock(SafeFileHandle file, string path)
    {
        _file = file;
        _path = path;
    }

    /// <summary>
    /// Takes the lock, or returns null if another process has it. <paramref name="text"/> is what the file said before: the holder,
    /// or, if the lock was free, the last one that did not release it cleanly (else empty). <paramref name="inherited"/>: the
    /// descriptor under which what this process was before has it.
    /// </summary>
    /// <exception cref="DiskException">The file cannot be opened, or this file system cannot lock.</exception>
    public static FileLock? TryTake(string path, out string text, int? inherited = null)
    {
        const UnixFileMode readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        var file = Inherited(path, inherited) ?? FileCalls.Open(path, Libc.ReadWrite | Libc.Create, readable);
        var taken = false;
        try
        {
            var range = new Libc.LockRange { Type = Libc.WriteLock };
            taken = Libc.Control(file, Libc.OfdSetLock, ref range) == 0;
            if (!taken && Marshal.GetLastPInvokeError() is not (Errno.Again or Errno.AccessDenied))
            {
                throw FileCalls.Failed("lock", path);
            }

            var content = new byte[TextBytesMax];
            text = Encoding.UTF8.GetString(content, 0, FileCalls.Read(file, content, 0, path));
            return taken ? new FileLock(file, path) : null;
        }
        finally
        {
            if (!taken)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>Whether a process holds the lock, without touching it; <paramref name="text"/> is what the file says.</summary>
    public static bool IsHeld(string path, out string text)
    {
        using var file = FileCalls.Open(path, Libc.ReadWrite);
        var range = new Libc.LockRange { Type = Libc.WriteLock };
        if (Libc.Control(file, Libc.OfdGetLock, ref range) != 0)
        {
            throw FileCalls.Failed("lock", path);
        }

        var content = new byte[TextBytesMax];
        text = Encoding.UTF8.GetString(content, 0, FileCalls.Read(file, content, 0, path));
        return range.Type != Libc.Unlocked;
    }

    /// <summary>Writes into the file who holds the lock.</summary>
    public void Describe(string holder)
    {
        var content = Encoding.UTF8.GetBytes(holder);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, TextBytesMax);
        FileCalls.Truncate(_file, 0, _path);
        FileCalls.Write(_file, content, 0, _path);
        FileCalls.Sync(_file, _path);
        _isDescribed = true;
    }

    /// <summary>From here on disposing keeps the lock, for the program that this process is about to become.</summary>
    public void Keep() => _isKept = true;

    /// <summary>Lets the lock through to that program, and says under which descriptor.</summary>
    public int HandOn()
    {
        _ = Kernel.Control(_file, Kernel.SetDescriptorFlags, 0);
        var descriptor = (int)_file.DangerousGetHandle();
        _file.SetHandleAsInvalid();
        return descriptor;
    }

    private static SafeFileHandle? Inherited(string path, int? descriptor)
    {
        if (descriptor is not > 2 || FileStat.Find(path) is not { } wanted)
        {
            return null;
        }

        var file = new SafeFileHandle(descriptor.Value, ownsHandle: true);
        try
        {
            var found = FileStat.Of(file, path);
            if ((found.Device, found.Inode) == (wanted.Device, wanted.Inode))
            {
                _ = Kernel.Control(file, Kernel.SetDescriptorFlags, 1);
                return file;
            }
        }
        catch (DiskException)
        {
            // Not open at all.
        }

        // Whatever it is, it is not ours to close.
        file.SetHandleAsInvalid();
        return null;
    }

    public void Dispose()
    {
        if (_file.IsClosed || _isKept)
        {
            return;
        }

        // What another left behind stays for the next to see, if this one did not go on after having seen it.
        if (_isDescribed)
        {
            FileCalls.Truncate(_file, 0, _path);
        }

        _file.Dispose();
    }
}
