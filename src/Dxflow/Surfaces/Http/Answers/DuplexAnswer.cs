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
    /// <summary>How long a client that was let in may take to say what it wants.</summary>
    private static readonly TimeSpan FirstAtMost = TimeSpan.FromSeconds(30);

    public static async Task WriteAsync(Exchange exchange)
    {
        exchange.Unhurried();
        BodyReader.Wanted(exchange.Context.Request.ContentType, AnswerForms.Lines);
        var reader = exchange.Context.Request.BodyReader;
        var closed = exchange.Admission.Connection.Closed;
        var first = await FirstAsync(exchange, cancel => LineAsync(reader, cancel));
        var request = RequestParts.Read(exchange.Match, exchange.Context.Request.Query, first);
        var extras = exchange.Extras(new OperationInput(Records(reader, exchange, closed), null));
        if (HttpProtocol.IsHttp11(exchange.Context.Request.Protocol))
        {
            // The client may still be sending when all is said; without this the server would wait for it.
            exchange.Response.Headers.Connection = "close";
        }

        await StreamAnswer.WriteAsync(exchange, StreamForm.Lines, exchange.Gate.Open(exchange.Admission, request, extras, closed));
    }

    /// <summary>The request itself, which comes before the gate can watch over the caller.</summary>
    public static async Task<byte[]> FirstAsync(Exchange exchange, Func<CancellationToken, Task<byte[]?>> read)
    {
        var caller = exchange.Admission.Caller;
        using var late = new CancellationTokenSource(FirstAtMost, exchange.Time);
        using var link = CancellationTokenSource.CreateLinkedTokenSource(
            exchange.Admission.Connection.Closed, caller.Ended, late.Token);
        try
        {
            return await read(link.Token) ?? throw Fault.Invalid(
                "The request's own record is missing.", "Send a JSON object first, {} if there is nothing to say.");
        }
        catch (OperationCanceledException) when (caller.Ended.IsCancellationRequested)
        {
            throw Gate.Withdrawn(caller);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new Fault(
                FaultKind.Timeout, $"The request's own record did not come within {FirstAtMost.TotalSeconds} s.", "Send it at once.");
        }
    }

    public static object Read(Operation operation, byte[] line)
    {
        using var parsed = RequestReader.Parse(line);
        return RequestReader.Read(operation.Input!, parsed.RootElement);
    }

    private static async IAsyncEnumerable<object> Records(
        PipeReader reader, Exchange exchange, [EnumeratorCancellation] CancellationToken closed)
    {
        while (await LineAsync(reader, closed) is { } line)
        {
            exchange.Pace.Asked();
            yield return Read(exchange.Operation, line);
        }
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
