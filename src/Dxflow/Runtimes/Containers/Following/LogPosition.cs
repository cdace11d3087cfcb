using System.Buffers.Binary;
using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Runtimes.Containers.Following;

/// <summary>
/// How far one stream of a container's log is written to the attempt's directory: how long the file is, when the last entry was
/// made (nanoseconds, as the engine told), and how many entries of that very moment are in the file. An entry is new if it is younger,
/// or of the same moment and beyond that count.
/// </summary>
internal record struct StreamPosition(long Bytes, long At, long Count)
{
    private long _seen;

    /// <summary>A fetch begins again somewhere before the position: what is of the last moment is counted anew.</summary>
    public void Rewind() => _seen = 0;

    public bool IsNew(long at)
    {
        if (at < At)
        {
            return false;
        }

        if (at > At)
        {
            return true;
        }

        return ++_seen > Count;
    }

    /// <summary>So many bytes more that are no entry of the container's log.</summary>
    public StreamPosition Further(long bytes) => this with { Bytes = Bytes + bytes };

    public void Note(long at, long bytes)
    {
        Bytes += bytes;
        Count = at == At ? Count + 1 : 1;
        _seen = Count;
        At = at;
    }
}

/// <summary>
/// The file <c>log-position</c>: both positions, written in one call behind what they count, so that an engine that died between the two
/// finds files that are longer, cuts them, and fetches the rest again.
/// </summary>
internal sealed class LogPosition : IDisposable
{
    private const int Fields = 6;

    private readonly string path;
    private readonly SafeFileHandle file;

    private LogPosition(string path, SafeFileHandle file)
    {
        this.path = path;
        this.file = file;
    }

    public static LogPosition Open(string directory)
    {
        var path = Path.Join(directory, "log-position");
        return new LogPosition(path, FileCalls.Open(path, Libc.ReadWrite | Libc.Create));
    }

    public (StreamPosition Output, StreamPosition Error) Read()
    {
        var bytes = new byte[Fields * sizeof(long)];
        if (FileCalls.Read(file, bytes, 0, path) < bytes.Length)
        {
            return default;
        }

        long Field(int index) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(index * sizeof(long)));
        return (new StreamPosition(Field(0), Field(1), Field(2)), new StreamPosition(Field(3), Field(4), Field(5)));
    }

    public void Write(in StreamPosition output, in StreamPosition error)
    {
        Span<byte> bytes = stackalloc byte[Fields * sizeof(long)];
        ReadOnlySpan<long> fields = [output.Bytes, output.At, output.Count, error.Bytes, error.At, error.Count];
        for (var index = 0; index < Fields; index++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(index * sizeof(long))..], fields[index]);
        }

        FileCalls.Write(file, bytes, 0, path);
    }

    public void Dispose() => file.Dispose();
}
