using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Surfaces.Http.Answers;
using Dxflow.Surfaces.Wire;

namespace Dxflow.Surfaces.Http.WebSockets;

/// <summary>
/// The records of an answer, each a text message; the end is <c>{"end":…}</c>. The socket itself keeps the connection awake.
/// </summary>
internal sealed class SocketRecords(WebSocket socket, SocketLink link, JsonTypeInfo contract) : IRecordSink
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<int> _ends = [];

    public bool IsFull => _bytes.WrittenCount >= RecordWriter.UnflushedBytesMax;

    public void Write(object record) => Json(record, contract);

    /// <summary>What the client did wrong tells more than that it was given up therefore.</summary>
    public void WriteEnd(StreamEnd end) => Json(
        new StreamEndLine(link.Refusal is { } refusal ? StreamEnd.Of(refusal.Fault.Info) : end), WireJson.Default.StreamEndLine);

    public void WriteHeartbeat()
    {
    }

    public async ValueTask FlushAsync(CancellationToken cancel)
    {
        var start = 0;
        foreach (var end in _ends)
        {
            await socket.SendAsync(_bytes.WrittenMemory[start..end], WebSocketMessageType.Text, endOfMessage: true, cancel);
            start = end;
        }

        _ends.Clear();
        _bytes.ResetWrittenCount();
    }

    private void Json(object value, JsonTypeInfo type)
    {
        using (var writer = new Utf8JsonWriter(_bytes))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        _ends.Add(_bytes.WrittenCount);
    }
}
