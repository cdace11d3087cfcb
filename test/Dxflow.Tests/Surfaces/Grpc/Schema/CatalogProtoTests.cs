using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Grpc;
using Dxflow.Surfaces.Grpc.Schema;
using Dxflow.Tests.Surfaces.Grpc.Protobuf;
using Dxflow.Tests.Tidy;
using Xunit;

namespace Dxflow.Tests.Surfaces.Grpc.Schema;

/// <summary>The approved file against the catalog: what it says is what the engine speaks, and its numbers are for ever.</summary>
public sealed class CatalogProtoTests
{
    private const string Approved = "docs/reference/dxflow.proto";

    [Fact]
    public void The_approved_file_is_that_of_the_catalog()
    {
        var received = Text(CatalogProto.Make(Catalog.Operations, ProtoParser.Parse(ApprovedFile.Find(Approved) ?? "")));
        Assert.Equal(ApprovedFile.Beside(Approved, received), received);
    }

    [Fact]
    public void The_engine_carries_the_approved_file() => Assert.Equal(ApprovedFile.Find(Approved), ProtoFiles.Text(ProtoFiles.EngineName));

    [Fact]
    public void What_is_written_is_read_back()
    {
        foreach (var file in (ProtoFile[])[Sample, Everythings.File, ProtoParser.Parse(Locked)])
        {
            var text = Text(file);
            Assert.Equal(text, Text(ProtoParser.Parse(text), of: file));
        }
    }

    [Fact]
    public void Numbers_that_were_given_are_kept_and_what_is_gone_is_reserved()
    {
        var text = Text(CatalogProto.Make(new(SampleOperations.All()), ProtoParser.Parse(Locked)));
        Assert.Contains(
            "message SampleName {\n  reserved 3, 9;\n  reserved \"former\", \"older\";\n"
            + "  // The sample.\n  optional string name = 7;\n}",
            text);
        Assert.Contains(
            "enum SampleColour {\n  reserved 2;\n  reserved \"SAMPLE_COLOUR_BLUE\";\n"
            + "  SAMPLE_COLOUR_RED = 0;\n  SAMPLE_COLOUR_LIGHT_GREEN = 5;\n}",
            text);
        Assert.Contains("message Vanished {\n  reserved 1, 4;\n  reserved \"a\", \"b\";\n}", text);
        Assert.Contains("oneof is {\n    // Sent first, and once.\n    SampleName request = 1;", text);
        Assert.Equal(text, Text(CatalogProto.Make(new(SampleOperations.All()), ProtoParser.Parse(text))));
    }

    [Fact]
    public void A_new_field_gets_a_number_that_nobody_had()
    {
        var numbers = new FieldNumbers([new("a", 2), new("b", 5)], new ProtoReserved([9], ["old"]), first: 1);
        Assert.Equal((10, 5, 11), (numbers.Of("new"), numbers.Of("b"), numbers.Of("old")));
        var reserved = numbers.Reserved();
        Assert.Equal([2, 9], reserved.Numbers);
        Assert.Equal(["a"], reserved.Names);
    }

    [Fact]
    public void Scalars_of_a_request_tell_whether_they_were_sent()
    {
        var text = Text(Sample);
        Assert.Contains("optional int32 count = 2;", text);
        Assert.Contains("  int32 count = 2;", text[text.IndexOf("message SampleInfo", StringComparison.Ordinal)..]);
        Assert.Contains("map<string, string> env", text);
        Assert.Contains("repeated string words", text);
        Assert.Contains("rpc Talk(stream SampleTalkSent) returns (stream SampleLine);", text);
        Assert.Contains("rpc Store(stream SampleStoreSent) returns (SampleStored);", text);
        Assert.Contains("rpc Fetch(SampleName) returns (stream DownloadChunk);", text);
        Assert.Contains("import \"google/protobuf/timestamp.proto\";", text);
        Assert.DoesNotContain("struct.proto", text);
    }

    [Fact]
    public void Requests_of_a_stream_have_the_numbers_that_the_surface_reads()
    {
        foreach (var sent in Sample.Messages.Where(static message => message.Name.EndsWith("Sent", StringComparison.Ordinal)))
        {
            Assert.Equal([GrpcExchange.RequestNumber, GrpcExchange.InputNumber], sent.Fields.Select(static field => field.Number));
        }
    }

    [Fact]
    public void What_gRPC_cannot_carry_is_refused()
    {
        var fields = Contract.Of(EverythingJson.Default.Uncarriable).Fields;
        Assert.Equal(7, fields.Count);
        Assert.All(fields, static field => Assert.Throws<NotSupportedException>(() => ProtoTypes.Field(field, 1, sent: true)));
        Assert.All(Contract.Of(EverythingJson.Default.Everything).Fields, static field => ProtoTypes.Field(field, 1, sent: true));
    }

    [Theory]
    [InlineData("sizeBytes", "size_bytes")]
    [InlineData("name", "name")]
    [InlineData("sha256", "sha256")]
    public void A_name_is_the_same_there_and_back(string json, string field)
    {
        Assert.Equal(field, ProtoNames.Field(json));
        Assert.Equal(json, ProtoNames.Json(field));
    }

    [Fact]
    public void A_name_that_would_not_come_back_is_refused() => Assert.Throws<InvalidOperationException>(() => ProtoNames.Field("aURL"));

    [Theory]
    [InlineData("message A {")]
    [InlineData("message A { string }")]
    [InlineData("service A { get }")]
    [InlineData("enum A { B = C; }")]
    [InlineData("banana")]
    public void What_is_no_file_of_ours_is_told(string text) => Assert.Throws<FormatException>(() => ProtoParser.Parse(text));

    private const string Locked = """
        syntax = "proto3"; package dxflow.v1;
        message SampleName { reserved 9; reserved "older"; string former = 3; optional string name = 7; }
        message Vanished { string a = 1; oneof is { int32 b = 4; } }
        enum SampleColour { SAMPLE_COLOUR_RED = 0; SAMPLE_COLOUR_BLUE = 2; SAMPLE_COLOUR_LIGHT_GREEN = 5; }
        """;

    private static ProtoFile Sample { get; } = CatalogProto.Make(new(SampleOperations.All()), ProtoParser.Parse(""));

    /// <summary>Comments are not read back, so they are taken from where the file came from.</summary>
    private static string Text(ProtoFile file, ProtoFile? of = null) => ProtoText.Write(
        of is null ? file : file with
        {
            Messages = [.. file.Messages.Zip(of.Messages, static (read, made) => read with
            {
                Fields = [.. read.Fields.Zip(made.Fields, static (field, told) => field with { Comment = told.Comment })],
            })],
            Services = [.. file.Services.Zip(of.Services, static (read, made) => read with
            {
                Methods = [.. read.Methods.Zip(made.Methods, static (method, told) => method with { Comment = told.Comment })],
            })],
        },
        CatalogProto.Heading);
}
