using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dxflow.Operations;

namespace Dxflow.Shells.Recordings;

/// <summary>A recording that is read, line by line as it comes.</summary>
internal sealed class CastReading(PipeReader from, string name)
{
    /// <summary>More than a screen of the largest size, each of its cells with its own colours.</summary>
    public const int LineBytesMax = 64 << 20;

    /// <summary>The header of a recording, given its first line; null if it is none that this program knows.</summary>
    public static CastHeader? Header(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, CastJson.Default.CastHeader) is { Version: 2 } header ? header : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public async Task<CastHeader> HeaderAsync(CancellationToken cancel) =>
        await LineAsync(cancel) is { } line && Header(line) is { } header
            ? header
            : throw Fault.Invalid($"recording '{name}' does not begin as one", "it is damaged; remove it");

    /// <summary>A line that is damaged is passed over.</summary>
    public async IAsyncEnumerable<CastEvent> EventsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        while (await LineAsync(cancel) is { } line)
        {
            if (CastEvent.Parse(line) is { } happened)
            {
                yield return happened;
            }
        }
    }

    /// <summary>The next line without its newline; null at the end. What has no newline is not whole.</summary>
    private async Task<byte[]?> LineAsync(CancellationToken cancel)
    {
        while (true)
        {
            var read = await from.ReadAsync(cancel);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = read.Buffer.Slice(0, end).ToArray();
                from.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted || read.Buffer.Length > LineBytesMax)
            {
                return null;
            }

            from.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
