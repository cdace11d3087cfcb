using System.Text.Json.Serialization.Metadata;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Wire;

namespace Dxflow.Surfaces.Grpc.Schema;

/// <summary>
/// The catalog as a <c>.proto</c> file: a noun is a service, a verb a method, a record a message. Numbers are those of the approved
/// file as far as it has them.
/// </summary>
internal sealed class CatalogProto
{
    public const string Heading = """
        The API of a dxflow engine for gRPC. Made from the catalog of operations; numbers never change, and what was removed is reserved.
        Every call takes the metadata authorization (Bearer TOKEN); a change takes idempotency-key, a stream last-event-id.
        """;

    private readonly ProtoFile _approved;
    private readonly HashSet<Type> _sent = [];
    private readonly Dictionary<string, Type> _names = new(StringComparer.Ordinal);
    private readonly List<ProtoMessage> _messages = [];
    private readonly List<ProtoEnum> _enums = [];

    private CatalogProto(ProtoFile approved) => _approved = approved;

    public static ProtoFile Make(OperationSet operations, ProtoFile approved)
    {
        var made = new CatalogProto(approved);
        foreach (var operation in operations.All)
        {
            made._names.TryAdd(ProtoNames.Service(operation), typeof(ProtoService));
            made.Sent(operation.Request);
            made.Sent(operation.Input);
        }

        var services = operations.All.GroupBy(ProtoNames.Service)
            .Select(noun => new ProtoService(noun.Key, [.. noun.Select(made.Method)])).ToList();
        var gone = approved.Messages.Where(message => !made._names.ContainsKey(message.Name)).Select(Gone);
        IReadOnlyList<ProtoMessage> messages = [.. made._messages, .. gone];
        return new ProtoFile(ProtoNames.Package, Imports(messages), services, messages, made._enums);
    }

    /// <summary>A message may come back: then its numbers are still taken.</summary>
    private static ProtoMessage Gone(ProtoMessage message) => new(message.Name, [], FieldNumbers.Of(message).Reserved());

    private static List<string> Imports(IReadOnlyList<ProtoMessage> messages)
    {
        var types = messages.SelectMany(static message => message.Fields).Select(static field => field.Type).ToHashSet();
        return
        [
            .. ProtoTypes.Files.Where(file => types.Contains(file.Key)).Select(static file => file.Value),
        ];
    }

    private ProtoMethod Method(Operation operation)
    {
        var sends = operation.Shape is Shape.Upload or Shape.Duplex;
        var request = Message(operation.Request);
        var input = sends ? Choice(operation, request) : request;
        var answer = Message(operation.Response ?? WireJson.Default.DownloadChunk);
        var answers = operation.Shape is Shape.Stream or Shape.Download or Shape.Duplex;
        return new ProtoMethod(ProtoNames.Method(operation), input, answer, sends, answers, operation.Summary);
    }

    /// <summary>The request, and then bytes or records.</summary>
    private string Choice(Operation operation, string request)
    {
        var input = operation.Input is { } record ? Message(record) : "bytes";
        var name = ProtoNames.Sent(operation);
        Claim(name, operation.RequestType);
        var numbers = Numbers(name);
        _messages.Add(new ProtoMessage(
            name,
            [
                new(ProtoNames.Request, numbers.Of(ProtoNames.Request), request, OneOf: "is", Comment: "Sent first, and once."),
                new(ProtoNames.Input, numbers.Of(ProtoNames.Input), input, OneOf: "is", Comment: "Sent after it, as often as needed."),
            ],
            numbers.Reserved()));
        return name;
    }

    /// <summary>All that a client may send: there it matters whether something was sent.</summary>
    private void Sent(JsonTypeInfo? type)
    {
        foreach (var record in type is not null && _sent.Add(type.Type) ? Records(type) : [])
        {
            Sent(record);
        }
    }

    private static IEnumerable<JsonTypeInfo> Records(JsonTypeInfo type) => type.PolymorphismOptions is { } union
        ? union.DerivedTypes.Select(each => type.Options.GetTypeInfo(each.DerivedType))
        : Contract.Of(type).Fields.Select(static field => field.Type.Element ?? field.Type)
            .Where(static field => field.Kind == FieldKind.Record).Select(static field => field.Json);

    private string Message(JsonTypeInfo type)
    {
        var name = type.Type.Name;
        if (Claim(name, type.Type))
        {
            // In its place before what it contains: the outer reads better first, and a record may contain itself.
            var at = _messages.Count;
            _messages.Add(null!);
            var numbers = Numbers(name);
            IReadOnlyList<ProtoField> fields = type.PolymorphismOptions is { } union
                ? [.. union.DerivedTypes.Select(each => Case(type, each, numbers))]
                : [.. Contract.Of(type).Fields.Select(field => Field(type, field, numbers))];
            _messages[at] = new ProtoMessage(name, fields, numbers.Reserved());
        }

        return name;
    }

    private ProtoField Field(JsonTypeInfo record, Field field, FieldNumbers numbers)
    {
        var type = field.Type.Element ?? field.Type;
        var made = ProtoTypes.Field(field, numbers.Of(ProtoNames.Field(field.Name)), _sent.Contains(record.Type));
        _ = type.Kind == FieldKind.Record ? Message(type.Json) : type.Kind == FieldKind.Choice ? Enum(type) : null;
        return made;
    }

    private ProtoField Case(JsonTypeInfo union, JsonDerivedType each, FieldNumbers numbers)
    {
        var name = ProtoNames.Field((string)each.TypeDiscriminator!);
        var number = numbers.Of(name);
        return new ProtoField(name, number, Message(union.Options.GetTypeInfo(each.DerivedType)), OneOf: "is");
    }

    private string Enum(FieldType type)
    {
        var name = ProtoTypes.Underlying(type).Name;
        if (Claim(name, ProtoTypes.Underlying(type)))
        {
            var numbers = FieldNumbers.Of(_approved.Enums.FirstOrDefault(one => one.Name == name));
            var values = type.Choices.Select(choice => ProtoNames.Value(name, choice))
                .Select(value => new ProtoValue(value, numbers.Of(value))).OrderBy(static value => value.Number).ToList();
            _enums.Add(new ProtoEnum(name, values, numbers.Reserved()));
        }

        return name;
    }

    private FieldNumbers Numbers(string message) => FieldNumbers.Of(_approved.Messages.FirstOrDefault(one => one.Name == message));

    /// <summary>False if it is there already.</summary>
    /// <exception cref="InvalidOperationException">Two records of one name.</exception>
    private bool Claim(string name, Type type)
    {
        if (_names.TryGetValue(name, out var known))
        {
            return known == type
                ? false
                : throw new InvalidOperationException($"{known} and {type} would be one message: give one of them another name.");
        }

        _names.Add(name, type);
        return true;
    }
}
