using System.Text;
using Dxflow.Foundation.Protobuf;
using Dxflow.Operations;
using Dxflow.Surfaces.Grpc.Frames;
using Dxflow.Surfaces.Grpc.Protobuf;
using Dxflow.Surfaces.Grpc.Schema;
using Dxflow.Surfaces.Wire;
using Microsoft.AspNetCore.Http;

namespace Dxflow.Surfaces.Grpc.Services;

/// <summary>
/// grpc.reflection, v1 and the older v1alpha, which differ in name only: tells clients that have no <c>.proto</c> what there is. Shows what
/// <c>engine.proto</c> shows, to those who may call that.
/// </summary>
internal sealed class ReflectionService(ProtoCollection files)
{
    private const int ValidHost = 1;
    private const int OriginalRequest = 2;
    private const int Error = 7;

    public static bool Takes(string path) => path is
        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo" or "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

    public async Task AnswerAsync(HttpContext context, FrameReader frames)
    {
        var writer = new FrameWriter(context.Response.BodyWriter, frames.Closed);
        while (await frames.NextAsync(WireLimits.PublicRequestBytesMax) is { } request)
        {
            writer.Write(Answer(request.Span));
            await writer.FlushAsync();
        }
    }

    /// <summary>What is asked is the number of the field: by file (3), by symbol (4), extensions (5, 6), services (7).</summary>
    internal ProtoWriter Answer(ReadOnlySpan<byte> request)
    {
        var (asked, text) = (0, "");
        var answer = new ProtoWriter();
        var reader = new ProtoReader(request);
        while (reader.Next(out var number, out var wire))
        {
            var content = wire == WireType.Bytes ? reader.Bytes() : throw ProtoReader.Broken($"a question has no {wire}");
            if (number == ValidHost)
            {
                answer.Bytes(ValidHost, content);
            }
            else
            {
                (asked, text) = (number, number == 5 ? "" : Encoding.UTF8.GetString(MessageReader.Text(content)));
            }
        }

        answer.Bytes(OriginalRequest, request);
        switch (asked)
        {
            case 3:
                Files(answer, files.File(text), text);
                break;
            case 4:
                Files(answer, files.Symbol(text), text);
                break;
            case 6 when files.Symbol(text) is not null:
                Within(answer, 5, type => type.Text(1, text));
                break;
            case 7:
                Within(answer, 6, list =>
                {
                    foreach (var service in files.Services)
                    {
                        Within(list, 1, one => one.Text(1, service));
                    }
                });
                break;
            default:
                Missing(answer, text);
                break;
        }

        return answer;
    }

    /// <summary>A file comes with all that it imports, so that nobody has to ask again.</summary>
    private void Files(ProtoWriter answer, string? name, string asked)
    {
        if (name is null)
        {
            Missing(answer, asked);
            return;
        }

        Within(answer, 4, response =>
        {
            foreach (var descriptor in files.WithImports(name))
            {
                response.Bytes(1, descriptor.Span);
            }
        });
    }

    private static void Missing(ProtoWriter answer, string asked) => Within(answer, Error, error =>
    {
        error.Varint(1, (ulong)GrpcCode.NotFound);
        error.Text(2, $"There is no '{asked}'.");
    });

    private static void Within(ProtoWriter writer, int number, Action<ProtoWriter> content)
    {
        var begun = writer.Begin(number);
        content(writer);
        writer.End(begun);
    }
}
