using Microsoft.Win32.SafeHandles;

namespace Dxflow.Objects.Archives;

/// <summary>A file that is read from its beginning to its end; <paramref name="read"/> hears of each piece.</summary>
internal sealed class CountedFile(SafeFileHandle file, Action<int> read) : FileStream(file, FileAccess.Read)
{
    /// <summary>The one that all others of a file that somebody derived from come to.</summary>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var length = base.Read(buffer, offset, count);
        read(length);
        return length;
    }
}
