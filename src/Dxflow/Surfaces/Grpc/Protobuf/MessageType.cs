using System.Text.Json.Serialization.Metadata;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Grpc.Protobuf;

/// <summary>One field as it is read and written: the number from the approved file, the type from the contract.</summary>
internal sealed record MessageField(int Number, string Name, FieldType Type, bool Required);

/// <summary>
/// A record's fields by number and by name. Of a union the fields are its cases, each a record of its own, and
/// <see cref="Discriminator"/> is the property of the JSON that names the case.
/// </summary>
internal sealed class MessageType(IReadOnlyList<MessageField> fields, string? discriminator)
{
    private readonly Dictionary<int, int> _byNumber = fields.Index().ToDictionary(static one => one.Item.Number, static one => one.Index);

    private readonly Dictionary<string, MessageField> _byName =
        fields.ToDictionary(static field => field.Name, StringComparer.Ordinal);

    public IReadOnlyList<MessageField> Fields { get; } = fields;

    public string? Discriminator { get; } = discriminator;

    /// <summary>The place among <see cref="Fields"/>, or -1.</summary>
    public int Find(int number) => _byNumber.GetValueOrDefault(number, -1);

    public MessageField? Find(string name) => _byName.GetValueOrDefault(name);

    public static FieldType Record(JsonTypeInfo type) => new(FieldKind.Record, null, type, []);
}
