using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Http.Requests;
using Dxflow.Surfaces.Wire;
using Microsoft.AspNetCore.Http;

namespace Dxflow.Surfaces.Http.Answers;

/// <summary>
/// Two-way over HTTP/1.1: NDJSON in both directions at once. The first line that comes in is the request (<c>{}</c> if path and query
/// say all), each further one a record for the handler; empty lines are heartbeats.
/// </summary>
internal static class DuplexAnswer
{
    public static async Task WriteAsync(Exchange exchange)
    {
        exchange.Unhurried();
        BodyReader.Wanted(exchange.Context.Request.ContentType, AnswerForms.Lines);
        var reader = exchange.Context.Request.BodyReader;
        var closed = exchange.Admission.Connection.Closed;
        var first = await LineAsync(reader, closed) ?? throw Fault.Invalid(
            "The request's own line is missing.", "Send a JSON object in the first line.");
        var request = RequestParts.Read(exchange.Match, exchange.Context.Request.Query, first);
        var extras = exchange.Extras(new OperationInput(Records(reader, exchange.Operation, closed), null));
        if (HttpProtocol.IsHttp11(exchange.Context.Request.Protocol))
        {
            // The client may still be sending when all is said; without this the server would wait for it.
            exchange.Response.Headers.Connection = "close";
        }

        await StreamAnswer.WriteAsync(exchange, StreamForm.Lines, exchange.Gate.Open(exchange.Admission, request, extras, closed));
    }

    private static async IAsyncEnumerable<object> Records(
        PipeReader reader, Operation operation, [EnumeratorCancellation] CancellationToken closed)
    {
        while (await LineAsync(reader, closed) is { } line)
        {
            yield return Read(operation, line);
        }
    }

    private static object Read(Operation operation, byte[] line)
    {
        using var parsed = RequestReader.Parse(line);
        return RequestReader.Read(operation.Input!, parsed.RootElement);
    }

    /// <summary>The next line that is not empty; null at the end.</summary>
    private static async Task<byte[]?> LineAsync(PipeReader reader, CancellationToken closed)
    {
        while (true)
        {
            var read = await reader.ReadAsync(closed);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } newline)
            {
                var line = buffer.Slice(0, newline).ToArray();
                reader.AdvanceTo(buffer.GetPosition(1, newline));
                if (line.AsSpan().ContainsAnyExcept(" \r\t"u8))
                {
                    return line;
                }

                continue;
            }

            if (buffer.Length > WireLimits.InputLineBytesMax)
            {
                throw Fault.Invalid($"A line that was sent is longer than {WireLimits.InputLineBytesMax} bytes.");
            }

            if (read.IsCompleted)
            {
                var rest = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return rest.AsSpan().ContainsAnyExcept(" \r\t"u8) ? rest : null;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
