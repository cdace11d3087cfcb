using System.Buffers;
using System.Text.Json;

namespace Dxflow.Workflows.Running;

/// <summary>
/// Events as journal records and back. Keeps its buffer, so that a hundred thousand events do not make a hundred thousand of them; for
/// one owner.
/// </summary>
internal sealed class RunRecords
{
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _writer;

    public RunRecords() => _writer = new Utf8JsonWriter(_buffer);

    /// <summary>The bytes of an event, until the next call.</summary>
    public ReadOnlySpan<byte> Write(RunEvent fact)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        JsonSerializer.Serialize(_writer, fact, RunJson.Default.RunEvent);
        return _buffer.WrittenSpan;
    }

    /// <exception cref="JsonException">It is none of this version's events.</exception>
    public static RunEvent Read(ReadOnlySpan<byte> record)
    {
        try
        {
            return JsonSerializer.Deserialize(record, RunJson.Default.RunEvent)
                ?? throw new JsonException("an event is an object, not null");
        }
        catch (NotSupportedException unnamed)
        {
            throw new JsonException("an event says which it is, by \"e\"", unnamed);
        }
    }
}
