using Dxflow.Foundation.Protobuf;
using Dxflow.Surfaces.Grpc.Protobuf;

namespace Dxflow.Surfaces.Grpc.Schema;

/// <summary>
/// A file as google.protobuf.FileDescriptorProto, byte for byte what a compiler makes of its text. The numbers are that message's own.
/// </summary>
internal sealed class DescriptorWriter
{
    private const ulong LabelOne = 1;
    private const ulong LabelMany = 3;
    private const ulong TypeMessage = 11;
    private const ulong TypeEnum = 14;

    private static readonly Dictionary<string, ulong> Scalars = new(StringComparer.Ordinal)
    {
        ["double"] = 1,
        ["int64"] = 3,
        ["int32"] = 5,
        ["bool"] = 8,
        ["string"] = 9,
        ["bytes"] = 12,
    };

    private readonly ProtoWriter _to = new();
    private readonly ProtoFile _file;

    private DescriptorWriter(ProtoFile file) => _file = file;

    public static ReadOnlyMemory<byte> Write(string name, ProtoFile file)
    {
        var writer = new DescriptorWriter(file);
        var to = writer._to;
        to.Text(1, name);
        to.Text(2, file.Package);
        foreach (var import in file.Imports)
        {
            to.Text(3, import);
        }

        writer.Each(4, file.Messages, writer.Message);
        writer.Each(5, file.Enums, writer.Enum);
        writer.Each(6, file.Services, writer.Service);
        to.Text(12, "proto3");
        return to.Written;
    }

    private void Each<T>(int number, IEnumerable<T> parts, Action<T> write)
    {
        foreach (var part in parts)
        {
            var begun = _to.Begin(number);
            write(part);
            _to.End(begun);
        }
    }

    private void Message(ProtoMessage message)
    {
        // A scalar with presence is, underneath, a choice of its own; those come after the real ones.
        var optional = message.Fields.Where(static field => field.Label == ProtoLabel.Optional).Select(static field => "_" + field.Name);
        List<string> choices =
            [.. message.Fields.Select(static field => field.OneOf).OfType<string>().Distinct(), .. optional];
        _to.Text(1, message.Name);
        Each(2, message.Fields, field => Field(message, field, choices.IndexOf(field.OneOf ?? "_" + field.Name)));
        Each(3, message.Fields.Where(static field => field.Label == ProtoLabel.Map), Entry);
        Each(8, choices, name => _to.Text(1, name));
        Each(9, message.Reserved.Numbers, number => Range(number, number + 1));
        foreach (var name in message.Reserved.Names)
        {
            _to.Text(10, name);
        }
    }

    private void Field(ProtoMessage message, ProtoField field, int choice)
    {
        var isMap = field.Label == ProtoLabel.Map;
        _to.Text(1, field.Name);
        _to.Varint(3, (ulong)field.Number);
        _to.Varint(4, isMap || field.Label == ProtoLabel.Repeated ? LabelMany : LabelOne);
        if (isMap)
        {
            _to.Varint(5, TypeMessage);
            _to.Text(6, $".{_file.Package}.{message.Name}.{EntryName(field)}");
        }
        else
        {
            Type(field.Type);
        }

        if (choice >= 0)
        {
            _to.Varint(9, (ulong)choice);
        }

        _to.Text(10, ProtoNames.Json(field.Name));
        if (field.Label == ProtoLabel.Optional)
        {
            _to.Flag(17, true);
        }
    }

    private void Type(string type)
    {
        if (Scalars.TryGetValue(type, out var scalar))
        {
            _to.Varint(5, scalar);
        }
        else
        {
            _to.Varint(5, _file.Enums.Any(one => one.Name == type) ? TypeEnum : TypeMessage);
            _to.Text(6, Full(type));
        }
    }

    /// <summary>What a map's <c>repeated</c> messages are.</summary>
    private void Entry(ProtoField map)
    {
        _to.Text(1, EntryName(map));
        var whole = new ProtoMessage("", [], ProtoReserved.None);
        Each(2, [new ProtoField("key", 1, "string"), new ProtoField("value", 2, map.Type)], field => Field(whole, field, -1));
        Each(7, [true], _ => _to.Flag(7, true));
    }

    private void Enum(ProtoEnum one)
    {
        _to.Text(1, one.Name);
        Each(2, one.Values, value =>
        {
            _to.Text(1, value.Name);
            _to.Varint(2, (ulong)value.Number);
        });
        Each(4, one.Reserved.Numbers, number => Range(number, number));
        foreach (var name in one.Reserved.Names)
        {
            _to.Text(5, name);
        }
    }

    private void Service(ProtoService service)
    {
        _to.Text(1, service.Name);
        Each(2, service.Methods, method =>
        {
            _to.Text(1, method.Name);
            _to.Text(2, Full(method.Input));
            _to.Text(3, Full(method.Output));
            Streams(5, method.ClientStreams);
            Streams(6, method.ServerStreams);
        });
    }

    private void Streams(int number, bool streams)
    {
        if (streams)
        {
            _to.Flag(number, true);
        }
    }

    private void Range(int first, int end)
    {
        _to.Varint(1, (ulong)first);
        _to.Varint(2, (ulong)end);
    }

    private static string EntryName(ProtoField map)
    {
        var json = ProtoNames.Json(map.Name);
        return char.ToUpperInvariant(json[0]) + json[1..] + "Entry";
    }

    private string Full(string type) => type.Contains('.') ? "." + type : $".{_file.Package}.{type}";
}
