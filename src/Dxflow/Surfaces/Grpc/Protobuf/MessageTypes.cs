using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Grpc.Schema;

namespace Dxflow.Surfaces.Grpc.Protobuf;

/// <summary>The catalog's records as messages with the numbers of a file; each is made when it is first asked for.</summary>
internal sealed class MessageTypes(ProtoFile file)
{
    private readonly ConcurrentDictionary<JsonTypeInfo, MessageType> _types = new();
    private readonly ConcurrentDictionary<Type, IReadOnlyList<KeyValuePair<int, string>>> _enums = new();

    private readonly Dictionary<string, ProtoMessage> _messages =
        file.Messages.ToDictionary(static message => message.Name, StringComparer.Ordinal);

    public MessageType Of(JsonTypeInfo record) => _types.GetOrAdd(record, Make);

    /// <summary>The numbers of a choice with the words that JSON has for them.</summary>
    public IReadOnlyList<KeyValuePair<int, string>> Of(FieldType choice) => _enums.GetOrAdd(ProtoTypes.Underlying(choice), type =>
    [
        .. file.Enums.First(one => one.Name == type.Name).Values
            .Select(value => KeyValuePair.Create(value.Number, ProtoNames.ValueJson(type.Name, value.Name))),
    ]);

    /// <exception cref="InvalidOperationException">The file is older than the catalog.</exception>
    private MessageType Make(JsonTypeInfo record)
    {
        var name = record.Type.Name;
        var fields = _messages.GetValueOrDefault(name)?.Fields ?? [];
        var numbers = fields.ToDictionary(static field => field.Name, static field => field.Number, StringComparer.Ordinal);
        int Number(string json) => numbers.TryGetValue(ProtoNames.Field(json), out var number)
            ? number
            : throw new InvalidOperationException($"dxflow.proto has no {name}.{json}: run the tests, then `dotnet run dev.cs approve`.");

        return record.PolymorphismOptions is { } union
            ? new MessageType(
                [
                    .. union.DerivedTypes.Select(each => (Name: (string)each.TypeDiscriminator!, Type: each.DerivedType))
                        .Select(each => new MessageField(
                            Number(each.Name), each.Name, MessageType.Record(record.Options.GetTypeInfo(each.Type)), false)),
                ],
                union.TypeDiscriminatorPropertyName)
            : new MessageType(
                [
                    .. Contract.Of(record).Fields.Select(field => new MessageField(
                        Number(field.Name), field.Name, field.Type, field is { Required: true, Nullable: false })),
                ],
                null);
    }
}
