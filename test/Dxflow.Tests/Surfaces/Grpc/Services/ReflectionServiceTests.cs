using System.Text;
using Dxflow.Foundation.Protobuf;
using Dxflow.Operations;
using Dxflow.Surfaces.Grpc.Protobuf;
using Dxflow.Surfaces.Grpc.Schema;
using Dxflow.Surfaces.Grpc.Services;
using Xunit;

namespace Dxflow.Tests.Surfaces.Grpc.Services;

/// <summary>Each question of the protocol by its number; what a real client makes of the answers is an end-to-end test.</summary>
public sealed class ReflectionServiceTests
{
    private const int Files = 4;
    private const int Extensions = 5;
    private const int Services = 6;
    private const int Error = 7;

    private static readonly ReflectionService Service = new(new ProtoCollection(ProtoFiles.Engine()));

    [Theory]
    [InlineData(3, "dxflow.proto", 4)]
    [InlineData(3, "grpc/health/v1/health.proto", 1)]
    [InlineData(4, "dxflow.v1.Workflow", 4)]
    [InlineData(4, "dxflow.v1.Workflow.Start", 4)]
    [InlineData(4, "dxflow.v1.RunStatus", 4)]
    [InlineData(4, "google.protobuf.Value", 1)]
    [InlineData(4, "grpc.reflection.v1alpha.ServerReflection", 1)]
    public void A_file_is_found_by_its_name_and_by_what_is_in_it_and_comes_with_its_imports(int number, string text, int files)
    {
        var (kind, content) = Ask(number, text);
        Assert.Equal((Files, files), (kind, Fields(content).Count));
    }

    [Theory]
    [InlineData(3, "nope.proto")]
    [InlineData(4, "dxflow.v1.Nope")]
    [InlineData(4, "")]
    [InlineData(6, "dxflow.v1.Nope")]
    [InlineData(9, "x")]
    public void What_is_not_there_is_an_error_within_the_answer(int number, string text) => Assert.Equal(Error, Ask(number, text).Kind);

    [Fact]
    public void Services_are_listed_and_nothing_has_extensions()
    {
        var (kind, content) = Ask(7, "*");
        Assert.Equal(Services, kind);
        Assert.Contains("dxflow.v1.Engine", Encoding.UTF8.GetString(content));
        Assert.Equal(Extensions, Ask(6, "dxflow.v1.RunInfo").Kind);
        Assert.Equal(Error, Kind(Service.Answer([0x2A, 0x00])));
    }

    [Fact]
    public void A_question_that_is_none_is_invalid() => Assert.Throws<ProtoException>(() => Service.Answer([0x18, 0x01]));

    private static (int Kind, byte[] Content) Ask(int number, string text)
    {
        var question = new ProtoWriter();
        question.Text(number, text);
        var answer = Service.Answer(question.Written.Span);
        return (Kind(answer), Fields(answer.Written.ToArray())[^1].Content);
    }

    private static int Kind(ProtoWriter answer) => Fields(answer.Written.ToArray())[^1].Number;

    private static List<(int Number, byte[] Content)> Fields(byte[] message)
    {
        var fields = new List<(int, byte[])>();
        var reader = new ProtoReader(message);
        while (reader.Next(out var number, out _))
        {
            fields.Add((number, reader.Bytes().ToArray()));
        }

        return fields;
    }
}
