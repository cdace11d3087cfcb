using System.Text;
using Dxflow.Foundation.Protobuf;

namespace Dxflow.Runtimes.Containers.Api.Answers;

/// <summary>
/// What BuildKit tells of one build (<c>moby.buildkit.v1.StatusResponse</c>) as lines of progress like those of any other builder: a step
/// when it begins or was in the cache, why it failed, what it wrote, and how far something that takes long has come. What is no such
/// message says nothing: it is progress, no result.
/// </summary>
internal sealed class BuildTrace
{
    /// <summary>Steps of one build; beyond that some are told twice.</summary>
    private const int StepsMax = 10_000;

    private readonly HashSet<string> told = [];

    public IReadOnlyList<ProgressLine> Lines(ReadOnlySpan<byte> trace)
    {
        var lines = new List<ProgressLine>();
        try
        {
            var reader = new ProtoReader(trace);
            while (reader.Next(out var number, out var type))
            {
                if (type != WireType.Bytes)
                {
                    reader.Skip(type);
                    continue;
                }

                var part = reader.Bytes();
                if (number switch { 1 => Step(part), 2 => Status(part), 3 => Log(part), _ => null } is { } line)
                {
                    lines.Add(line);
                }
            }
        }
        catch (ProtoException)
        {
            // What was read of it is told.
        }

        return lines;
    }

    /// <summary>Its digest (1), name (3), whether it was in the cache (4), that it has begun (5), its error (7).</summary>
    private ProgressLine? Step(ReadOnlySpan<byte> vertex)
    {
        var (digest, name, error, isCached, hasBegun) = ("", "", "", false, false);
        var reader = new ProtoReader(vertex);
        while (reader.Next(out var number, out var type))
        {
            switch (number, type)
            {
                case (1, WireType.Bytes):
                    digest = Text(reader.Bytes());
                    break;
                case (3, WireType.Bytes):
                    name = Text(reader.Bytes());
                    break;
                case (4, WireType.Varint):
                    isCached = reader.Varint() != 0;
                    break;
                case (5, WireType.Bytes):
                    hasBegun = true;
                    reader.Skip(type);
                    break;
                case (7, WireType.Bytes):
                    error = Text(reader.Bytes());
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return error.Length > 0 ? Once(digest + '!', $"{name}: {error}")
            : isCached ? Once(digest + '=', $"{name} (from the cache)")
            : hasBegun ? Once(digest, name)
            : null;
    }

    /// <summary>What is under way (1), and how many bytes (4) of how many (5) are done.</summary>
    private static ProgressLine? Status(ReadOnlySpan<byte> status)
    {
        var (name, current, total) = ("", 0L, 0L);
        var reader = new ProtoReader(status);
        while (reader.Next(out var number, out var type))
        {
            switch (number, type)
            {
                case (1, WireType.Bytes):
                    name = Text(reader.Bytes());
                    break;
                case (4, WireType.Varint):
                    current = (long)reader.Varint();
                    break;
                case (5, WireType.Varint):
                    total = (long)reader.Varint();
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return total > 0 && name.Length > 0 ? new ProgressLine(Status: name, ProgressDetail: new ProgressDetail(current, total)) : null;
    }

    /// <summary>What the step wrote (4).</summary>
    private static ProgressLine? Log(ReadOnlySpan<byte> log)
    {
        var text = "";
        var reader = new ProtoReader(log);
        while (reader.Next(out var number, out var type))
        {
            if (number == 4 && type == WireType.Bytes)
            {
                text = Text(reader.Bytes());
            }
            else
            {
                reader.Skip(type);
            }
        }

        return text.Length > 0 ? new ProgressLine(Stream: text) : null;
    }

    private ProgressLine? Once(string key, string text)
    {
        if (told.Count == StepsMax)
        {
            told.Clear();
        }

        return told.Add(key) ? new ProgressLine(Stream: text + "\n") : null;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
