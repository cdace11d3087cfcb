using System.Text.Json;
using System.Text.Json.Nodes;
using Dxflow.Foundation.Protobuf;
using Dxflow.Operations;
using Dxflow.Surfaces.Grpc.Protobuf;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Dxflow.Tests.Surfaces.Grpc.Protobuf;

/// <summary>A record is the same after it went through a message, and a message means what protocol buffers say it means.</summary>
public sealed class TranscoderTests
{
    private static readonly Everything Bare = new("", false, 0, 0, 0, Weather.Fair, new Part(""), []);

    [Fact]
    public void A_record_comes_back_as_it_was() =>
        Prop.ForAll<int>(seed => IsSame(Some(new System.Random(seed)))).QuickCheckThrowOnFailure();

    [Fact]
    public void The_ends_of_each_type_come_back()
    {
        IsSame(Bare);
        IsSame(Bare with { Small = int.MinValue, Large = long.MinValue, Number = double.MinValue, MaybeSmall = int.MaxValue });
        IsSame(Bare with { Large = long.MaxValue, Number = double.Epsilon, MaybeNumber = -0.0, MaybeLarge = 0, MaybeFlag = false });
        IsSame(Bare with { Instant = DateTimeOffset.MinValue, Duration = TimeSpan.Zero });
        IsSame(Bare with { Instant = DateTimeOffset.MaxValue, Duration = TimeSpan.MaxValue - TimeSpan.FromSeconds(1) });
        IsSame(Bare with { Instant = DateTimeOffset.UnixEpoch.AddTicks(-1), Bytes = [] });
        IsSame(Bare with { Texts = ["", "\0", "é\U0001F600"], Words = new Dictionary<string, string> { [""] = "", ["a b"] = "=" } });
    }

    [Fact]
    public void What_the_user_means_by_JSON_comes_back()
    {
        foreach (var json in (string[])["1.5", "\"x\"", "true", "[]", "{}", "[null,[1],{\"a\":{\"b\":[false]}}]", "{\"\":\"\"}"])
        {
            IsSame(Bare with { Free = JsonDocument.Parse(json).RootElement, Frees = [JsonDocument.Parse(json).RootElement] });
        }
    }

    [Fact]
    public void Each_case_of_a_union_comes_back() =>
        IsSame(Bare with { Form = new Circle(1.5, "c"), Forms = [new Square(3), new Circle(0), new Square(0)] });

    [Fact]
    public void What_is_not_there_has_its_default()
    {
        var read = Everythings.Read(Everythings.Message(Bare with { MaybeSmall = 0 }));
        Assert.Equal(0, read.MaybeSmall);
        var small = Everythings.Number("maybeSmall");
        var without = Fields(Everythings.Message(Bare)).Where(field => field.Number != small).SelectMany(static field => field.Bytes);
        Assert.Equal(-3, Everythings.Read([.. without]).MaybeSmall);
        Assert.Equal("name is missing.", Wrong([.. Everythings.Message(Bare).Skip(2)], "text is missing.").Replace("text", "name"));
    }

    [Fact]
    public void Fields_may_come_in_any_order_and_the_last_counts()
    {
        var fields = Fields(Everythings.Message(Bare with { Text = "first", Texts = ["a", "b"] })).ToList();
        var later = Fields(Everythings.Message(Bare with { Text = "later", Texts = ["c"] }));
        var read = Everythings.Read([.. fields.AsEnumerable().Reverse().Concat(later).SelectMany(static field => field.Bytes)]);
        Assert.Equal("later", read.Text);
        Assert.Equal(["b", "a", "c"], read.Texts);
    }

    [Fact]
    public void Messages_that_come_in_parts_are_merged()
    {
        var size = new ProtoWriter();
        size.Bytes(Everythings.Number("part"), [0x10, 5]);
        var read = Everythings.Read([.. Everythings.Message(Bare with { Part = new Part("whole", 1) }), .. size.Written.Span]);
        Assert.Equal(("whole", 5), (read.Part.Name, read.Part.Size));
    }

    [Fact]
    public void Numbers_of_a_list_may_be_packed_or_not()
    {
        var one = new ProtoWriter();
        one.Varint(Everythings.Number("larges"), 1);
        one.Bytes(Everythings.Number("larges"), [2, 0x80, 1]);
        one.Varint(Everythings.Number("larges"), 3);
        Assert.Equal([1, 2, 128, 3], Everythings.Read([.. Everythings.Message(Bare), .. one.Written.Span]).Larges);
    }

    [Fact]
    public void Entries_of_a_map_may_say_less_and_the_last_counts()
    {
        var entries = new ProtoWriter();
        entries.Bytes(Everythings.Number("counts"), [0x0A, 1, (byte)'a', 0x10, 1]);
        entries.Bytes(Everythings.Number("counts"), [0x10, 2, 0x0A, 1, (byte)'a']);
        entries.Bytes(Everythings.Number("counts"), []);
        var read = Everythings.Read([.. Everythings.Message(Bare), .. entries.Written.Span]);
        Assert.Equal(new Dictionary<string, int> { ["a"] = 2, [""] = 0 }, read.Counts);
    }

    [Fact]
    public void What_JSON_could_not_say_is_refused_in_its_words()
    {
        Wrong(
            With("maybeWeather", static (to, number) => to.Varint(number, 9)),
            "maybeWeather must be one of fair, heavy_rain, snow, not 9.");
        Wrong(
            With("maybeSmall", static (to, number) => to.Varint(number, 1L << 40)),
            "maybeSmall must be a whole number, not 1099511627776.");
        Wrong(With("maybeNumber", static (to, number) => to.Number(number, double.NaN)), "maybeNumber must be a number, not 'NaN'.");
        Wrong(
            With("instant", static (to, number) => to.Bytes(number, [0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x07])),
            "instant must be an instant such as 2026-01-31T09:30:00Z, not '0 seconds and 2147483647 nanoseconds'.");
        Wrong(
            With("duration", static (to, number) => to.Bytes(number, [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01])),
            "duration must be a duration such as 1m30s, not '-1 seconds and 0 nanoseconds'.");
        Wrong(With("large", static (to, _) => to.Varint(4000, 1)), "field 4000 is not known here.");
    }

    private static byte[] With(string field, Action<ProtoWriter, int> write)
    {
        var writer = new ProtoWriter();
        write(writer, Everythings.Number(field));
        return [.. Everythings.Message(Bare), .. writer.Written.Span];
    }

    private static string Wrong(byte[] message, string detail)
    {
        var fault = Assert.Throws<Fault>(() => Everythings.Read(message));
        Assert.Equal((FaultKind.Invalid, detail), (fault.Info.Code, fault.Info.Detail));
        return fault.Info.Detail;
    }

    private static List<(int Number, byte[] Bytes)> Fields(byte[] message)
    {
        var fields = new List<(int, byte[])>();
        var reader = new ProtoReader(message);
        for (var from = 0; reader.Next(out var number, out var wire); from = reader.At)
        {
            reader.Skip(wire);
            fields.Add((number, message[from..reader.At]));
        }

        return fields;
    }

    private static void IsSame(Everything record)
    {
        var expected = JsonSerializer.SerializeToNode(record, EverythingJson.Default.Everything);
        var read = JsonSerializer.SerializeToNode(Everythings.Read(Everythings.Message(record)), EverythingJson.Default.Everything);
        Assert.True(JsonNode.DeepEquals(expected, read), $"{expected}\n{read}");
    }

    private static Everything Some(System.Random random) => new(
        Word(random), random.Next(2) == 0, random.Next(int.MinValue, int.MaxValue), random.NextInt64(long.MinValue, long.MaxValue),
        random.NextDouble() * 1e9, (Weather)random.Next(3), Some(random, 3), [.. Many(random, Word)],
        Maybe(random, Word), random.Next(3) switch { 0 => null, 1 => true, _ => false }, random.Next(-9, 9),
        random.Next(2) == 0 ? null : random.NextInt64(), random.Next(2) == 0 ? null : random.NextDouble(),
        random.Next(2) == 0 ? null : (Weather)random.Next(3),
        Maybe(random, static some => some.GetItems(Enumerable.Range(0, 256).Select(static i => (byte)i).ToArray(), some.Next(300))),
        random.Next(2) == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks(random.NextInt64(-1L << 58, 1L << 58)),
        random.Next(2) == 0 ? null : TimeSpan.FromTicks(random.NextInt64(1L << 60)),
        Some(Many(random, static some => some.Next(2) == 0)), Some(Many(random, static some => some.NextInt64())),
        Some(Many(random, static some => some.NextDouble())), Some(Many(random, static some => (Weather)some.Next(3))),
        Some(Many(random, static some => new byte[some.Next(9)])), Some(Many(random, static some => Some(some, 2))),
        Some(Many(random, static some => DateTimeOffset.UnixEpoch.AddTicks(some.NextInt64(1L << 58)))),
        Map(random, static some => Word(some)), Map(random, static some => some.Next()), Map(random, static some => Some(some, 1)),
        Maybe<Form>(random, static some => new Circle(some.NextDouble(), Maybe(some, Word))),
        Some(Many<Form>(random, static some => some.Next(2) == 0 ? new Square(some.Next()) : new Circle(some.NextDouble()))),
        JsonSerializer.SerializeToElement(Word(random), EverythingJson.Default.String));

    private static Part Some(System.Random random, int depth) => new(
        Word(random), random.NextInt64(), depth == 0 ? null : Maybe(random, some => Some(some, depth - 1)),
        Some(Many(random, static some => some.Next(9))));

    /// <summary>An empty list and none are the same to protocol buffers.</summary>
    private static List<T>? Some<T>(List<T> many) => many.Count == 0 ? null : many;

    private static Dictionary<string, T>? Map<T>(System.Random random, Func<System.Random, T> make) =>
        Many(random, Word).Distinct().ToDictionary(static word => word, _ => make(random)) is { Count: > 0 } map ? map : null;

    private static List<T> Many<T>(System.Random random, Func<System.Random, T> make) =>
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => make(random))];

    private static T? Maybe<T>(System.Random random, Func<System.Random, T> make)
        where T : class => random.Next(2) == 0 ? null : make(random);

    private static string Word(System.Random random) =>
        string.Concat(random.GetItems<string>(["a", "Z", "0", " ", "é", "\U0001F600", "\"", "\n", "\0", "%"], random.Next(6)));
}
