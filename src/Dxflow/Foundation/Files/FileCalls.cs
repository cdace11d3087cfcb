using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Foundation.Files;

/// <summary>Room on a volume, in bytes: what there is, and what a process that is not root may still take.</summary>
internal readonly record struct VolumeSpace(long TotalBytes, long AvailableBytes);

/// <summary>
/// System calls on files, each checked: a failure is a <see cref="DiskException"/> that says which call, on what, and why. Every
/// handle is close-on-exec, because a task that inherited one would keep a lock or a directory of the engine's alive.
/// </summary>
internal static unsafe class FileCalls
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static SafeFileHandle Open(string path, int flags, UnixFileMode mode = OwnerOnly)
    {
        int file;
        do
        {
            file = Libc.Open(path, flags | Libc.CloseOnExec, (uint)mode);
        }
        while (file < 0 && Interrupted());
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw Failed("open", path);
    }

    /// <summary>Opens a name inside an open directory. <paramref name="path"/> is the whole of it, for messages.</summary>
    public static SafeFileHandle OpenAt(SafeFileHandle directory, string name, int flags, string path, UnixFileMode mode = OwnerOnly)
    {
        int file;
        do
        {
            file = Libc.OpenAt(directory, name, flags | Libc.CloseOnExec, (uint)mode);
        }
        while (file < 0 && Interrupted());
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw Failed("openat", path);
    }

    /// <summary>Fills the buffer as far as the file goes.</summary>
    public static int Read(SafeFileHandle file, Span<byte> buffer, long offset, string path)
    {
        var done = 0;
        fixed (byte* start = buffer)
        {
            while (done < buffer.Length)
            {
                var count = Libc.Read(file, start + done, (nuint)(buffer.Length - done), offset + done);
                if (count == 0)
                {
                    break;
                }

                if (count < 0 && !Interrupted())
                {
                    throw Failed("read", path);
                }

                done += (int)Math.Max(count, 0);
            }
        }

        return done;
    }

    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset, string path)
    {
        fixed (byte* start = bytes)
        {
            for (var done = 0; done < bytes.Length;)
            {
                var count = Libc.Write(file, start + done, (nuint)(bytes.Length - done), offset + done);
                if (count < 0 && !Interrupted())
                {
                    throw Failed("write", path);
                }

                done += (int)Math.Max(count, 0);
            }
        }
    }

    /// <summary>
    /// A file that is written once: neither locked nor buffered nor durable, and whoever looks meanwhile sees a part of it. For a few
    /// bytes the framework's way costs several times the write.
    /// </summary>
    public static void WriteWhole(string path, ReadOnlySpan<byte> content)
    {
        using var file = Open(path, Libc.WriteOnly | Libc.Create | Libc.Truncate);
        Write(file, content, 0, path);
    }

    /// <summary>Writes at the descriptor's own position, which whoever shares the descriptor moves too.</summary>
    public static void WriteNext(SafeFileHandle file, ReadOnlySpan<byte> bytes, string name)
    {
        fixed (byte* start = bytes)
        {
            for (var done = 0; done < bytes.Length;)
            {
                var count = Libc.WriteNext(file, start + done, (nuint)(bytes.Length - done));
                if (count < 0 && !Interrupted())
                {
                    throw Failed("write", name);
                }

                done += (int)Math.Max(count, 0);
            }
        }
    }

    public static void Truncate(SafeFileHandle file, long length, string path)
    {
        while (Libc.SetLength(file, length) != 0)
        {
            if (!Interrupted())
            {
                throw Failed("ftruncate", path);
            }
        }
    }

    /// <summary>Takes room, as zeros, and lets the file grow to it. False: this file system cannot.</summary>
    public static bool Allocate(SafeFileHandle file, long offset, long length, string path) =>
        Allocate(file, 0, offset, length, "fallocate", path);

    /// <summary>
    /// Gives back the room of a range in the middle of a file, which reads as zeros from then on. False: this file system cannot.
    /// </summary>
    public static bool PunchHole(SafeFileHandle file, long offset, long length, string path) =>
        Allocate(file, Libc.KeepSize | Libc.PunchHole, offset, length, "punch hole", path);

    /// <summary>Where the first content is, behind a hole that was punched into the head; 0 where file systems do not tell.</summary>
    public static long ContentStart(SafeFileHandle file) => Math.Max(0, Libc.Seek(file, 0, Libc.SeekContent));

    /// <summary>fdatasync. Its failure is final: see <see cref="DiskSyncException"/>.</summary>
    public static void Sync(SafeFileHandle file, string path)
    {
        while (Libc.SyncContent(file) != 0)
        {
            if (!Interrupted())
            {
                throw new DiskSyncException("fdatasync", path, Marshal.GetLastPInvokeError());
            }
        }
    }

    /// <summary>
    /// Lets the kernel begin to write what <see cref="Sync"/> will wait for. Of many files that are begun first, the first sync waits for
    /// the disk and the others find it done. A hint: where it cannot be given, nothing is lost but time.
    /// </summary>
    public static void BeginSync(SafeFileHandle file) => _ = Libc.SyncRange(file, 0, 0, Libc.SyncBegin);

    /// <summary>Makes the names in a directory durable.</summary>
    public static void SyncDirectory(string path)
    {
        using var directory = Open(path, Libc.ReadOnly | Libc.Directory);
        while (Libc.SyncAll(directory) != 0)
        {
            if (!Interrupted())
            {
                throw new DiskSyncException("fsync", path, Marshal.GetLastPInvokeError());
            }
        }
    }

    public static void Rename(string from, string to)
    {
        if (Libc.Rename(from, to) != 0)
        {
            throw Failed("rename", $"{from} to {to}");
        }
    }

    /// <summary>A second name for a file.</summary>
    public static void Link(string path, string name)
    {
        if (Libc.Link(Libc.CurrentDirectory, path, Libc.CurrentDirectory, name, 0) != 0)
        {
            throw Failed("link", name);
        }
    }

    public static void SetOwner(string path, int user)
    {
        if (Libc.SetOwner(path, user, -1) != 0)
        {
            throw Failed("chown", path);
        }
    }

    /// <summary>Removes a file; missing is fine.</summary>
    public static void Unlink(string path)
    {
        if (Libc.Unlink(path) != 0 && Marshal.GetLastPInvokeError() != Errno.NoEntry)
        {
            throw Failed("unlink", path);
        }
    }

    /// <summary>Makes a directory; existing is fine. Returns whether it is new.</summary>
    public static bool CreateDirectory(string path, UnixFileMode mode) => Libc.MakeDirectory(path, (uint)mode) == 0
        || (Marshal.GetLastPInvokeError() == Errno.Exists ? false : throw Failed("mkdir", path));

    /// <summary>False if it is not there or cannot be removed now, as one that is not empty.</summary>
    public static bool TryRemoveDirectory(string path) => Libc.RemoveDirectory(path) == 0;

    public static VolumeSpace SpaceOf(string path) => Libc.VolumeOf(path, out var volume) == 0
        ? new VolumeSpace((long)(volume.Blocks * volume.FragmentBytes), (long)(volume.BlocksAvailable * volume.FragmentBytes))
        : throw Failed("statvfs", path);

    /// <summary>Sets the mask of permissions that new files of this process never get; returns the one before.</summary>
    public static UnixFileMode Umask(UnixFileMode mask) => (UnixFileMode)Libc.Umask((uint)mask);

    public static int EffectiveUser() => (int)Libc.EffectiveUser();

    public static int EffectiveGroup() => (int)Libc.EffectiveGroup();

    /// <summary>The exception for the errno that the last call left.</summary>
    public static DiskException Failed(string operation, string path) => DiskException.For(operation, path, Marshal.GetLastPInvokeError());

    private static bool Allocate(SafeFileHandle file, int mode, long offset, long length, string operation, string path)
    {
        while (Libc.Allocate(file, mode, offset, length) != 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            if (errno is Errno.NotSupported or Errno.NotImplemented)
            {
                return false;
            }

            if (errno != Errno.Interrupted)
            {
                throw DiskException.For(operation, path, errno);
            }
        }

        return true;
    }

    private static bool Interrupted() => Marshal.GetLastPInvokeError() == Errno.Interrupted;
}
