using System.Text;
using Dxflow.Foundation.Protobuf;
using Dxflow.Operations;
using Dxflow.Surfaces.Grpc;
using Dxflow.Surfaces.Grpc.Frames;
using Dxflow.Surfaces.Grpc.Protobuf;
using Xunit;

namespace Dxflow.Tests.Surfaces.Grpc.Frames;

public sealed class StatusTests
{
    private static readonly Operation Make = SampleOperations.All()[0];

    [Theory]
    [InlineData("plain text, 'quoted'", "plain text, 'quoted'")]
    [InlineData("100%", "100%25")]
    [InlineData("a\r\nb", "a%0D%0Ab")]
    [InlineData("é…", "%C3%A9%E2%80%A6")]
    public void A_message_is_plain_in_a_header(string text, string header) => Assert.Equal(header, StatusTrailers.Escaped(text));

    [Fact]
    public void Each_kind_of_fault_has_a_status_of_its_own()
    {
        var codes = Enum.GetValues<FaultKind>().Select(FaultCodes.Grpc).ToList();
        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, static code => Assert.True(Enum.IsDefined((GrpcCode)code)));
    }

    [Fact]
    public void A_problem_names_the_property_or_the_place_in_a_file()
    {
        var fault = new FaultInfo(FaultKind.Invalid, "Two.", "Mend it.", [
            new("count must be a whole number, not 'x'.", "Give 1."), new("tag[2] must be text."),
            new("bad key", "drop it", "f.yaml", 3, 4), new("something: else"),
        ]);
        Assert.Equal(
            [
                "ErrorInfo INVALID dxflow", "Help Mend it.",
                "BadRequest count: count must be a whole number, not 'x'. Give 1.; tag[2]: tag[2] must be text.; "
                + "f.yaml:3:4: bad key drop it; : something: else",
            ],
            Told(fault));
    }

    [Fact]
    public void Details_fit_into_what_clients_take_of_a_head()
    {
        var problem = new Problem(new string('x', 200), "y");
        var many = new FaultInfo(FaultKind.Invalid, "Many.", null, [.. Enumerable.Repeat(problem, 1000)]);
        var written = StatusDetails.Write(GrpcCode.InvalidArgument, many, "Many.", Make);
        Assert.InRange(written.Length, StatusDetails.BytesMax / 2, StatusDetails.BytesMax);
    }

    private static List<string> Told(FaultInfo fault)
    {
        var told = new List<string>();
        foreach (var any in Parts(StatusDetails.Write(GrpcCode.InvalidArgument, fault, fault.Detail, Make), 3))
        {
            var type = Text(any, 1).Split('.')[^1];
            var content = Parts(any, 2).Single();
            told.Add(type + " " + type switch
            {
                "ErrorInfo" => $"{Text(content, 1)} {Text(content, 2)}",
                "Help" => Text(Parts(content, 1).Single(), 1),
                _ => string.Join("; ", Parts(content, 1).Select(static each => $"{Text(each, 1)}: {Text(each, 2)}")),
            });
        }

        return told;
    }

    private static string Text(ReadOnlyMemory<byte> message, int number) => Encoding.UTF8.GetString(Parts(message, number).Single().Span);

    private static List<ReadOnlyMemory<byte>> Parts(ReadOnlyMemory<byte> message, int wanted)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        var reader = new ProtoReader(message.Span);
        while (reader.Next(out var number, out var wire))
        {
            if (number == wanted)
            {
                var length = reader.Bytes().Length;
                parts.Add(message.Slice(reader.At - length, length));
            }
            else
            {
                reader.Skip(wire);
            }
        }

        return parts;
    }
}
