using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Wire;

namespace Dxflow.Surfaces.Http.Answers;

/// <summary>
/// Frames the records of one stream: as server-sent events (id = the record's <c>sequence</c> or place, if it has one) or as lines of
/// JSON.
/// The end is an event of its own, or a line <c>{"end":…}</c>. Nothing is sent before <see cref="FlushAsync"/>.
/// </summary>
internal sealed class RecordWriter(PipeWriter pipe, StreamForm form, JsonTypeInfo contract, Func<object, string?>? place = null)
    : IRecordSink
{
    /// <summary>Enough to be worth a write, little enough to be smooth.</summary>
    public const int UnflushedBytesMax = 32 * 1024;

    private readonly Utf8JsonWriter _json = new(pipe);
    private readonly Func<object, object?>? _sequence = Contract.Of(contract).Find("sequence")?.Property.Get;

    public bool IsFull => pipe.UnflushedBytes >= UnflushedBytesMax;

    public void Write(object record)
    {
        if (form == StreamForm.Events)
        {
            if (_sequence?.Invoke(record) is long sequence)
            {
                Text($"id: {sequence}\n");
            }
            else if (place?.Invoke(record) is { } behind)
            {
                Text($"id: {behind}\n");
            }

            pipe.Write("data: "u8);
        }

        Json(record, contract);
        pipe.Write(form == StreamForm.Events ? "\n\n"u8 : "\n"u8);
    }

    public void WriteEnd(StreamEnd end)
    {
        if (form == StreamForm.Events)
        {
            Text("event: end\ndata: ");
            Json(end, WireJson.Default.StreamEnd);
            Text("\n\n");
        }
        else
        {
            Json(new StreamEndLine(end), WireJson.Default.StreamEndLine);
            Text("\n");
        }
    }

    public void WriteHeartbeat() => Text(form == StreamForm.Events ? ": \n\n" : "\n");

    public async ValueTask FlushAsync(CancellationToken cancel) => await pipe.FlushAsync(cancel);

    private void Json(object value, JsonTypeInfo type)
    {
        JsonSerializer.Serialize(_json, value, type);
        _json.Flush();
        _json.Reset();
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, pipe);
}
