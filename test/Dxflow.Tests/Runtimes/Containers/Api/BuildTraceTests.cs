using System.Text;
using System.Text.Json;
using Dxflow.Foundation.Protobuf;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers.Api;

public sealed class BuildTraceTests
{
    [Fact]
    public void Steps_are_told_once_and_logs_as_they_come()
    {
        var trace = new BuildTrace();
        Assert.Empty(trace.Lines(Of((1, Step("d1", "[1/2] FROM x")))));
        Assert.Equal(["[1/2] FROM x\n"], Said(trace.Lines(Of((1, Step("d1", "[1/2] FROM x", begun: true))))));
        Assert.Empty(trace.Lines(Of((1, Step("d1", "[1/2] FROM x", begun: true)))));
        Assert.Equal(
            ["[2/2] RUN y (from the cache)\n", "hello\nworld"],
            Said(trace.Lines(Of((1, Step("d2", "[2/2] RUN y", cached: true)), (3, Log("hello\nworld"))))));
        Assert.Equal(
            ["[2/2] RUN y: exit code: 9\n"], Said(trace.Lines(Of((1, Step("d2", "[2/2] RUN y", begun: true, error: "exit code: 9"))))));
    }

    [Fact]
    public void What_takes_long_says_how_far_it_is()
    {
        var status = new ProtoWriter();
        status.Text(1, "sha256:1234");
        status.Varint(4, 5);
        status.Varint(5, 10);
        Assert.Equal(
            [new ProgressLine(Status: "sha256:1234", ProgressDetail: new ProgressDetail(5, 10))],
            new BuildTrace().Lines(Of((2, status))));
        Assert.Empty(new BuildTrace().Lines(Of((2, new ProtoWriter()))));
    }

    [Fact]
    public void What_is_no_trace_says_nothing_and_breaks_nothing()
    {
        var whole = Of((1, Step("d1", "[1/2] FROM x", begun: true)), (3, Log("text")));
        for (var cut = 0; cut < whole.Length; cut++)
        {
            _ = new BuildTrace().Lines(whole.AsSpan(0, cut));
        }

        var random = new System.Random(1);
        var bytes = new byte[64];
        for (var i = 0; i < 1000; i++)
        {
            random.NextBytes(bytes);
            _ = new BuildTrace().Lines(bytes);
        }
    }

    [Theory]
    [InlineData("""{"id":"moby.image.id","aux":{"ID":"sha256:1"}}""", "sha256:1", null)]
    [InlineData("""{"aux":{"Tag":"t","Digest":"sha256:2","Size":3}}""", null, "sha256:2")]
    [InlineData("""{"aux":["odd"]}""", null, null)]
    [InlineData("""{"aux":"!"}""", null, null)]
    public void What_stands_beside_a_line_is_read_in_all_its_forms(string line, string? id, string? digest)
    {
        var aux = JsonSerializer.Deserialize(line, ApiJson.Default.ProgressLine)!.Aux;
        Assert.Equal((id, digest), (aux?.Id, aux?.Digest));
    }

    [Fact]
    public void A_trace_is_read_from_its_line()
    {
        var line = $$"""{"id":"moby.buildkit.trace","aux":"{{Convert.ToBase64String(Of((3, Log("text"))))}}"}""";
        var aux = JsonSerializer.Deserialize(line, ApiJson.Default.ProgressLine)!.Aux;
        Assert.Equal(["text"], Said(new BuildTrace().Lines(aux!.Trace)));
    }

    private static IEnumerable<string?> Said(IEnumerable<ProgressLine> lines) => lines.Select(static line => line.Stream);

    private static byte[] Of(params (int Number, ProtoWriter Part)[] parts)
    {
        var message = new ProtoWriter();
        foreach (var (number, part) in parts)
        {
            message.Bytes(number, part.Written.Span);
        }

        return message.Written.ToArray();
    }

    private static ProtoWriter Step(string digest, string name, bool begun = false, bool cached = false, string error = "")
    {
        var step = new ProtoWriter();
        step.Text(1, digest);
        step.Text(2, "an input");
        step.Text(3, name);
        step.Flag(4, cached);
        if (begun)
        {
            step.Bytes(5, [8, 1]);
        }

        step.Text(7, error);
        return step;
    }

    private static ProtoWriter Log(string text)
    {
        var log = new ProtoWriter();
        log.Text(1, "digest");
        log.Varint(3, 1);
        log.Bytes(4, Encoding.UTF8.GetBytes(text));
        return log;
    }
}
