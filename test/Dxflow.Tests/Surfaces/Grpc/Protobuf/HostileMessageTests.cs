using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Surfaces.Grpc.Protobuf;

/// <summary>Whatever bytes come, they are a record or invalid, at once and without much memory.</summary>
public sealed class HostileMessageTests
{
    private static readonly byte[] Good = Everythings.Message(new Everything(
        "text", true, 1, 2, 3.5, Weather.Snow, new Part("p", 1, new Part("q")), ["a", "b"], Bytes: [1, 2, 3],
        Instant: DateTimeOffset.UnixEpoch.AddDays(1), Duration: TimeSpan.FromSeconds(3), Larges: [1, 2], Numbers: [1],
        Words: new Dictionary<string, string> { ["a"] = "b" }, Form: new Circle(1), Free: Json("[{\"a\":[1,null]}]")));

    [Fact]
    public void Random_bytes_are_never_more_than_invalid() =>
        Prop.ForAll<byte[]>(bytes => IsReadOrInvalid(bytes ?? [])).QuickCheckThrowOnFailure();

    [Fact]
    public void A_message_that_was_cut_or_bent_is_never_more_than_invalid()
    {
        var random = new System.Random(20260131);
        for (var cut = 0; cut < Good.Length; cut++)
        {
            IsReadOrInvalid(Good[..cut]);
        }

        for (var i = 0; i < 20_000; i++)
        {
            var bent = Good.ToArray();
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                bent[random.Next(bent.Length)] = (byte)random.Next(256);
            }

            IsReadOrInvalid(bent);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02 })]
    [InlineData(new byte[] { 0x18, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00 })]
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F })]
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    [InlineData(new byte[] { 0x00, 0x01 })]
    [InlineData(new byte[] { 0x0B, 0x0C })]
    [InlineData(new byte[] { 0x0E })]
    [InlineData(new byte[] { 0x0A, 0x02, 0xC3, 0x28 })]
    [InlineData(new byte[] { 0x08, 0x01 })]
    [InlineData(new byte[] { 0x12, 0x00 })]
    public void What_is_no_message_is_invalid(byte[] message)
    {
        var fault = Assert.Throws<Fault>(() => Everythings.Read(message));
        Assert.Equal(FaultKind.Invalid, fault.Info.Code);
        Assert.StartsWith("This is no message of protocol buffers", fault.Info.Detail);
    }

    [Theory]
    [InlineData("part", 3)]
    [InlineData("free", 6)]
    public void Depth_is_bounded(string field, int inner)
    {
        var message = Array.Empty<byte>();
        for (var i = 0; i < 3000; i++)
        {
            message = SampleClient.Sent(field == "free" && i % 2 == 1 ? 1 : inner, message);
        }

        IsReadOrInvalid(SampleClient.Sent(Everythings.Number(field), message));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"is\":\"triangle\"}")]
    [InlineData("{\"radius\":1,\"is\":\"circle\"}")]
    [InlineData("{\"is\":1}")]
    [InlineData("{\"is\":\"circle\",\"side\":1}")]
    [InlineData("{\"is\":\"circle\"}")]
    public void A_union_that_names_no_case_or_another_is_invalid_in_JSON_too(string form) =>
        Assert.Equal(FaultKind.Invalid, Assert.Throws<Fault>(() => RequestReader.Read<FormHolder>(
            EverythingJson.Default, Json($"{{\"form\":{form}}}"))).Info.Code);

    [Fact]
    public void Many_unknown_fields_are_named_by_the_first()
    {
        byte[] one = [0xC0, 0xBB, 0x01, 0x00, 0xC8, 0xBB, 0x01, 0x00];
        var fault = Assert.Throws<Fault>(() => Everythings.Read([.. Enumerable.Repeat(one, 10_000).SelectMany(static each => each)]));
        Assert.True(fault.Info.Problems!.Count <= 20);
    }

    private static void IsReadOrInvalid(byte[] message)
    {
        try
        {
            Everythings.Read(message);
        }
        catch (Fault fault)
        {
            Assert.Equal(FaultKind.Invalid, fault.Info.Code);
        }
    }

    private static System.Text.Json.JsonElement Json(string text) => System.Text.Json.JsonDocument.Parse(text).RootElement;
}
