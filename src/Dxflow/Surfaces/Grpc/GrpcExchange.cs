using System.Text.Json.Serialization.Metadata;
using Dxflow.Foundation.Protobuf;
using Dxflow.Operations;
using Dxflow.Surfaces.Grpc.Frames;
using Dxflow.Surfaces.Grpc.Protobuf;
using Dxflow.Surfaces.Http;
using Dxflow.Surfaces.Wire;
using Microsoft.AspNetCore.Http;

namespace Dxflow.Surfaces.Grpc;

/// <summary>One call after its method was found: what the five shapes share.</summary>
internal sealed record GrpcExchange(
    HttpContext Context, Gate Gate, Operation Operation, GrpcCatalog Catalog, FrameReader Frames, Connection Connection, TimeProvider Time)
{
    /// <summary>Of a client that sends a stream: its first message is the request (1), each further one is input (2).</summary>
    public const int RequestNumber = 1;
    public const int InputNumber = 2;

    private readonly FrameWriter _frames = new(Context.Response.BodyWriter, Connection.Closed);
    private object? _request;

    /// <summary>Set when the gate has let the caller in.</summary>
    public Admission? Admission { get; private set; }

    public bool IsFull => _frames.IsFull;

    private int BytesMax => Operation.IsPublic ? WireLimits.PublicRequestBytesMax : WireLimits.RequestBytesMax;

    public async Task AdmitAsync(bool canTell) => Admission = await Gate.AdmitAsync(Operation, Connection, canTell ? AskedAsync : null);

    public CallExtras Extras(OperationInput input) => Exchange.ExtrasOf(Operation, Context.Request.Headers, input);

    public async ValueTask<object> RequestAsync() => _request ??= Operation.Shape is Shape.Upload or Shape.Duplex
        ? Catalog.Reader.Read(Operation.Request, Sent(await FirstAsync(), RequestNumber).Span)
        : Catalog.Reader.Read(Operation.Request, (await Frames.OnlyAsync(BytesMax)).Span);

    /// <summary>The next input of a client that sends a stream; null when it has said all.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> InputAsync() =>
        await Frames.NextAsync(WireLimits.InputLineBytesMax) is { } message ? Sent(message, InputNumber) : default(ReadOnlyMemory<byte>?);

    public void Write(JsonTypeInfo type, object record)
    {
        var message = new ProtoWriter();
        Catalog.Writer.Write(message, type, record);
        Write(message);
    }

    public void Write(ProtoWriter message) => _frames.Write(message);

    public ValueTask FlushAsync() => _frames.FlushAsync();

    private async ValueTask<ReadOnlyMemory<byte>> FirstAsync() =>
        await Frames.NextAsync(BytesMax) ?? throw GrpcRefusal.Messages("The call has no message.");

    /// <summary>What a caller who is known asked for, though it is refused; null if it cannot be told.</summary>
    private async Task<object?> AskedAsync()
    {
        try
        {
            return await RequestAsync();
        }
        catch (Exception unread) when (unread is Fault or GrpcRefusal or ProtoException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Sent(ReadOnlyMemory<byte> message, int wanted)
    {
        var found = default(ReadOnlyMemory<byte>?);
        var reader = new ProtoReader(message.Span);
        while (reader.Next(out var number, out var wire))
        {
            var content = wire == WireType.Bytes ? reader.Bytes() : [];
            found = number == wanted && wire == WireType.Bytes
                ? message.Slice(reader.At - content.Length, content.Length)
                : throw Fault.Invalid(
                    "The first message is the request, and each further one is input.", "Set request once, then input as often as needed.");
        }

        return found ?? ReadOnlyMemory<byte>.Empty;
    }
}
