using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Grpc.Schema;

/// <summary>What each wire type is in protocol buffers. A type that is not here cannot be carried, and no operation may have it.</summary>
internal static class ProtoTypes
{
    public const string Timestamp = "google.protobuf.Timestamp";
    public const string Duration = "google.protobuf.Duration";
    public const string Value = "google.protobuf.Value";

    /// <summary>Where the types are defined that are not ours.</summary>
    public static readonly IReadOnlyList<KeyValuePair<string, string>> Files =
    [
        new(Duration, "google/protobuf/duration.proto"),
        new(Value, "google/protobuf/struct.proto"),
        new(Timestamp, "google/protobuf/timestamp.proto"),
    ];

    private static readonly Type[] Numbers =
    [
        typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(uint), typeof(ulong), typeof(nint), typeof(nuint), typeof(float),
        typeof(decimal), typeof(Half), typeof(Int128), typeof(UInt128), typeof(char),
    ];

    /// <exception cref="NotSupportedException">gRPC has no such type; the message says what to do.</exception>
    public static ProtoField Field(Field field, int number, bool sent)
    {
        var name = ProtoNames.Field(field.Name);
        var type = field.Type;
        return type.Kind switch
        {
            FieldKind.List => new ProtoField(name, number, Element(type), ProtoLabel.Repeated, Comment: field.Description),
            FieldKind.Map when type.Json.KeyType != typeof(string) =>
                throw new NotSupportedException("gRPC carries no map but from text; name a record."),
            FieldKind.Map => new ProtoField(name, number, Element(type), ProtoLabel.Map, Comment: field.Description),
            _ => new ProtoField(name, number, Name(type), Label(field, sent), Comment: field.Description),
        };
    }

    public static Type Underlying(FieldType type) => Nullable.GetUnderlyingType(type.Json.Type) ?? type.Json.Type;

    /// <summary>A scalar in a request says whether it was sent: what was not has its default, which need not be zero.</summary>
    private static ProtoLabel Label(Field field, bool sent) =>
        (sent || field.Nullable) && !IsMessage(field.Type.Kind) ? ProtoLabel.Optional : ProtoLabel.Plain;

    private static bool IsMessage(FieldKind kind) => kind is FieldKind.Record or FieldKind.Free or FieldKind.Instant or FieldKind.Duration;

    private static string Element(FieldType type) => type.Element is { Kind: not (FieldKind.List or FieldKind.Map) } element
        && Nullable.GetUnderlyingType(element.Json.Type) is null
            ? Name(element)
            : throw new NotSupportedException("gRPC carries no list or map of lists, maps or nulls; name a record.");

    private static string Name(FieldType type) => type.Kind switch
    {
        FieldKind.Flag => "bool",
        FieldKind.Integer => Underlying(type) == typeof(int) ? "int32" : "int64",
        FieldKind.Number => "double",
        FieldKind.Instant => Timestamp,
        FieldKind.Duration => Duration,
        FieldKind.Bytes => "bytes",
        FieldKind.Free => Value,
        FieldKind.Choice or FieldKind.Record => Underlying(type).Name,
        _ when Numbers.Contains(Underlying(type)) =>
            throw new NotSupportedException("gRPC carries int, long and double; take one of them."),
        _ => "string",
    };
}
