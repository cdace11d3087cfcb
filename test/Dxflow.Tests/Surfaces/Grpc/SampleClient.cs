using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Foundation.Protobuf;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Grpc.Protobuf;

namespace Dxflow.Tests.Surfaces.Grpc;

/// <summary>How a call ended: its messages, and the status from wherever it stood.</summary>
internal sealed record GrpcEnd(
    HttpStatusCode Http, int? Code, string? Message, IReadOnlyList<ReadOnlyMemory<byte>> Messages, HttpResponseMessage Response);

/// <summary>The least that is a client of gRPC: frames over HTTP/2 at the sample engine's socket.</summary>
internal sealed class SampleClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly MessageTypes _types;

    public SampleClient(SampleEngine engine)
    {
        _types = new MessageTypes(engine.Proto);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = (_, cancel) => SampleEngine.ConnectAsync(engine.GrpcSocket, cancel),
        })
        {
            BaseAddress = new Uri("http://localhost"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public byte[] Message(JsonTypeInfo type, object record)
    {
        var writer = new ProtoWriter();
        new MessageWriter(_types).Write(writer, type, record);
        return writer.Written.ToArray();
    }

    /// <summary>As a client that sends a stream has it: the request, or what follows.</summary>
    public static byte[] Sent(int number, byte[] content)
    {
        var writer = new ProtoWriter();
        writer.Bytes(number, content);
        return writer.Written.ToArray();
    }

    /// <summary>An answer: what is null was not sent.</summary>
    public T Read<T>(JsonTypeInfo type, ReadOnlyMemory<byte> message)
    {
        var json = JsonNode.Parse(new MessageReader(_types).Json(type, message.Span).Span)!.AsObject();
        foreach (var field in Contract.Of(type).Fields.Where(field => field.Nullable && !json.ContainsKey(field.Name)))
        {
            json[field.Name] = null;
        }

        return (T)json.Deserialize(type)!;
    }

    public static byte[] Frame(byte[] message, bool packed = false)
    {
        if (packed)
        {
            using var into = new MemoryStream();
            using (var gzip = new GZipStream(into, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(message);
            }

            message = into.ToArray();
        }

        var frame = new byte[5 + message.Length];
        frame[0] = packed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    public Task<GrpcEnd> CallAsync(string method, params byte[][] messages) =>
        SendAsync("/dxflow.v1." + method, [.. messages.SelectMany(static message => Frame(message))]);

    public async Task<GrpcEnd> SendAsync(string path, byte[] body, params (string Name, string Value)[] headers) =>
        await EndAsync(await OpenAsync(path, new ByteArrayContent(body), headers));

    public async Task<HttpResponseMessage> OpenAsync(string path, HttpContent body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        foreach (var (name, value) in headers)
        {
            if (name == "content-type")
            {
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static async Task<GrpcEnd> EndAsync(HttpResponseMessage response)
    {
        var bytes = (await response.Content.ReadAsByteArrayAsync()).AsMemory();
        var messages = new List<ReadOnlyMemory<byte>>();
        while (!bytes.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.Span[1..]);
            messages.Add(bytes.Slice(5, length));
            bytes = bytes[(5 + length)..];
        }

        string? Of(string name) => response.TrailingHeaders.TryGetValues(name, out var values)
            || response.Headers.TryGetValues(name, out values) ? values.Single() : null;
        return new GrpcEnd(
            response.StatusCode, Of("grpc-status") is { } code ? int.Parse(code) : null,
            Of("grpc-message") is { } text ? Uri.UnescapeDataString(text) : null, messages, response);
    }

    public void Dispose() => _http.Dispose();
}
