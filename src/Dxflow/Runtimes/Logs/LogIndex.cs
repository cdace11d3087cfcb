using System.Buffers.Binary;
using Dxflow.Foundation.Files;

namespace Dxflow.Runtimes.Logs;

/// <summary>One look at a task's two logs: how long each was, and when it was last written to, in Unix milliseconds.</summary>
internal readonly record struct LogMark(long OutputAt, long OutputBytes, long ErrorAt, long ErrorBytes);

/// <summary>
/// The file that says when a task's lines were written: a mark for each second in which something was, appended while an engine looks on.
/// A line is as old as the first mark that reaches over it; behind the last mark, as its log's last change.
/// </summary>
internal sealed class LogIndex(IReadOnlyList<LogMark> marks)
{
    public const int MarkBytes = 4 * sizeof(long);

    private const int BytesMax = 64 << 20;

    public static string PathIn(string directory) => Path.Join(directory, "log-index");

    public static LogIndex Read(string directory) => Parse(AttemptFile.Read(PathIn(directory), BytesMax) ?? []);

    /// <summary>A torn last mark is left out.</summary>
    public static LogIndex Parse(ReadOnlySpan<byte> content)
    {
        var marks = new LogMark[content.Length / MarkBytes];
        for (var index = 0; index < marks.Length; index++)
        {
            var at = content[(index * MarkBytes)..];
            marks[index] = new LogMark(Number(at, 0), Number(at, 1), Number(at, 2), Number(at, 3));
        }

        return new LogIndex(marks);
    }

    public static void Add(string directory, LogMark mark)
    {
        var bytes = new byte[MarkBytes];
        ReadOnlySpan<long> fields = [mark.OutputAt, mark.OutputBytes, mark.ErrorAt, mark.ErrorBytes];
        for (var index = 0; index < fields.Length; index++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(index * sizeof(long)), fields[index]);
        }

        var path = PathIn(directory);
        using var file = FileCalls.Open(path, Libc.WriteOnly | Libc.Append | Libc.Create);
        FileCalls.Write(file, bytes, 0, path);
    }

    /// <summary>When the line that ends before <paramref name="offset"/> was written; null: after the last mark.</summary>
    public DateTimeOffset? At(bool error, long offset)
    {
        var low = 0;
        var high = marks.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Bytes(marks[middle], error) >= offset)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low == marks.Count
            ? null
            : DateTimeOffset.FromUnixTimeMilliseconds(error ? marks[low].ErrorAt : marks[low].OutputAt);
    }

    /// <summary>Up to where everything is older than a moment.</summary>
    public long OffsetBefore(bool error, DateTimeOffset moment)
    {
        var since = moment.ToUnixTimeMilliseconds();
        var last = marks.LastOrDefault(mark => (error ? mark.ErrorAt : mark.OutputAt) < since);
        return Bytes(last, error);
    }

    private static long Bytes(LogMark mark, bool error) => error ? mark.ErrorBytes : mark.OutputBytes;

    private static long Number(ReadOnlySpan<byte> bytes, int index) =>
        BinaryPrimitives.ReadInt64LittleEndian(bytes[(index * sizeof(long))..]);
}
