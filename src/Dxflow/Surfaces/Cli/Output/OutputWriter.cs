using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Cli.Terminals;

namespace Dxflow.Surfaces.Cli.Output;

/// <summary>Writes answers to standard output in the form that was asked for; the table is derived from the answer's contract.</summary>
internal sealed class OutputWriter(Terminal terminal, GlobalOptions options)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public OutputForm Form => options.Output;

    /// <summary>A record of our own making, as if the engine had answered it.</summary>
    public Task ShowAsync<T>(JsonTypeInfo<T> type, T answer, CancellationToken cancel) =>
        ShowAsync(type, JsonSerializer.SerializeToElement(answer, type), cancel);

    public async Task ShowAsync(JsonTypeInfo type, JsonElement answer, CancellationToken cancel)
    {
        var text = options.Output switch
        {
            OutputForm.Json => Json(answer) + "\n",
            _ => Json(answer) + "\n",
        };
        await WriteAsync(text, cancel);
    }

    public async Task WriteLineAsync(string line, CancellationToken cancel) => await WriteAsync(line + "\n", cancel);

    public async Task WriteAsync(string text, CancellationToken cancel) =>
        await terminal.Output.WriteAsync(Encoding.UTF8.GetBytes(text), cancel);

    private static string Json(JsonElement answer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            answer.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
