using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Protobuf;
using Dxflow.Foundation.Values;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Grpc.Protobuf;
using Dxflow.Surfaces.Grpc.Schema;

namespace Dxflow.Tests.Surfaces.Grpc.Protobuf;

[JsonConverter(typeof(WireEnum<Weather>))]
internal enum Weather
{
    Fair,
    HeavyRain,
    Snow,
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Square), "squareBox")]
internal abstract record Form;

internal sealed record Circle(double Radius, string? Name = null) : Form;

internal sealed record Square(int Side) : Form;

internal sealed record FormHolder(Form Form);

internal sealed record Part(string Name, long Size = 7, Part? Inner = null, IReadOnlyList<int>? Counts = null);

/// <summary>Each wire type that rules allow, each way that it can be there or not.</summary>
internal sealed record Everything(
    string Text,
    bool Flag,
    int Small,
    long Large,
    double Number,
    Weather Weather,
    Part Part,
    IReadOnlyList<string> Texts,
    string? MaybeText = null,
    bool? MaybeFlag = null,
    int MaybeSmall = -3,
    long? MaybeLarge = null,
    double? MaybeNumber = null,
    Weather? MaybeWeather = null,
    byte[]? Bytes = null,
    DateTimeOffset? Instant = null,
    TimeSpan? Duration = null,
    IReadOnlyList<bool>? Flags = null,
    IReadOnlyList<long>? Larges = null,
    IReadOnlyList<double>? Numbers = null,
    IReadOnlyList<Weather>? Weathers = null,
    IReadOnlyList<byte[]>? Chunks = null,
    IReadOnlyList<Part>? Parts = null,
    IReadOnlyList<DateTimeOffset>? Instants = null,
    IReadOnlyDictionary<string, string>? Words = null,
    IReadOnlyDictionary<string, int>? Counts = null,
    IReadOnlyDictionary<string, Part>? PartsByName = null,
    Form? Form = null,
    IReadOnlyList<Form>? Forms = null,
    JsonElement? Free = null,
    IReadOnlyList<JsonElement>? Frees = null);

/// <summary>One of each that gRPC has not.</summary>
internal sealed record Uncarriable(
    IReadOnlyList<IReadOnlyList<string>> Grid,
    IReadOnlyList<int?> Holes,
    IReadOnlyDictionary<int, string> ByNumber,
    IReadOnlyDictionary<string, IReadOnlyList<int>> Lists,
    float Single,
    decimal Money,
    uint Unsigned);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(DurationJson)])]
[JsonSerializable(typeof(Everything))]
[JsonSerializable(typeof(FormHolder))]
[JsonSerializable(typeof(Uncarriable))]
internal sealed partial class EverythingJson : JsonSerializerContext;

/// <summary>That record as a message, both ways.</summary>
internal static class Everythings
{
    private static readonly Operation Echo = Operation.Call(
        "every.echo", "POST /api/every", Permission.None, Effect.Reads, "Say it again.", EverythingJson.Default,
        static (object _, Everything request, Call _) => Task.FromResult(request));

    public static readonly ProtoFile File = CatalogProto.Make(new OperationSet([Echo]), ProtoParser.Parse(""));

    private static readonly MessageTypes Types = new(File);

    public static byte[] Message(Everything record)
    {
        var writer = new ProtoWriter();
        new MessageWriter(Types).Write(writer, EverythingJson.Default.Everything, record);
        return writer.Written.ToArray();
    }

    public static Everything Read(ReadOnlySpan<byte> message) =>
        (Everything)new MessageReader(Types).Read(EverythingJson.Default.Everything, message);

    public static int Number(string field) => File.Messages.Single(one => one.Name == nameof(Everything)).Fields
        .Single(one => one.Name == ProtoNames.Field(field)).Number;
}
