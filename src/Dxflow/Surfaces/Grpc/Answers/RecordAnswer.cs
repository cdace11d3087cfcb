using Dxflow.Operations;

namespace Dxflow.Surfaces.Grpc.Answers;

/// <summary>One record out: for one record in, or for one and the bytes that follow it.</summary>
internal static class RecordAnswer
{
    public static async Task WriteAsync(GrpcExchange exchange)
    {
        var request = await exchange.RequestAsync();
        var body = exchange.Operation.Shape == Shape.Upload ? new SentBytes(exchange) : null;
        var answer = await exchange.Gate.CallAsync(
            exchange.Admission!, request, exchange.Extras(new OperationInput(null, body)));
        exchange.Write(exchange.Operation.Response!, answer);
        await exchange.FlushAsync();
    }
}
