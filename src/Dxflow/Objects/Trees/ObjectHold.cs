using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Objects.Trees;

/// <summary>What a path leads to, held: whatever gets its name meanwhile, this is what was looked at.</summary>
internal sealed record ObjectHold(SafeFileHandle Handle, FileStat Stat, ObjectPath Path) : IDisposable
{
    public ObjectKind Kind => KindOf(Stat);

    /// <summary>Of a file or a directory alone: to open a device or a FIFO does something, or never ends.</summary>
    public SafeFileHandle OpenToRead() => Kind is ObjectKind.File or ObjectKind.Dir
        ? FileCalls.Open(DirectoryCalls.PathOf(Handle), Libc.ReadOnly)
        : throw ObjectFaults.WrongKind(Path, "neither a file nor a directory");

    public void Dispose() => Handle.Dispose();

    public static ObjectKind KindOf(FileStat stat) => stat.Kind switch
    {
        FileKind.Regular => ObjectKind.File,
        FileKind.Directory => ObjectKind.Dir,
        FileKind.Link => ObjectKind.Link,
        _ => ObjectKind.Other,
    };
}
