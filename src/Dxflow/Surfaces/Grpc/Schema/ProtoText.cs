using System.Globalization;
using System.Text;

namespace Dxflow.Surfaces.Grpc.Schema;

/// <summary>Writes a file as text, for people and compilers; <see cref="ProtoParser"/> reads it back.</summary>
internal static class ProtoText
{
    public static string Write(ProtoFile file, string heading)
    {
        var text = new StringBuilder();
        Comment(text, heading, "");
        text.Append("syntax = \"proto3\";\n\n").Append(CultureInfo.InvariantCulture, $"package {file.Package};\n\n");
        foreach (var import in file.Imports)
        {
            text.Append(CultureInfo.InvariantCulture, $"import \"{import}\";\n");
        }

        foreach (var service in file.Services)
        {
            Block(
                text, "service", service.Name, ProtoReserved.None, service.Methods,
                method => (method.Comment, Line(file, service, method)));
        }

        foreach (var message in file.Messages)
        {
            Message(text, message);
        }

        foreach (var one in file.Enums)
        {
            Block(text, "enum", one.Name, one.Reserved, one.Values, static value => (null, $"{value.Name} = {value.Number};"));
        }

        return text.ToString();
    }

    private static void Message(StringBuilder text, ProtoMessage message)
    {
        if (message.Fields.FirstOrDefault(static field => field.OneOf is not null) is not { } choice)
        {
            Block(text, "message", message.Name, message.Reserved, message.Fields, static field => (field.Comment, Line(field)));
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\nmessage {message.Name} {{\n");
        Reserved(text, message.Reserved);
        text.Append(CultureInfo.InvariantCulture, $"  oneof {choice.OneOf} {{\n");
        foreach (var field in message.Fields)
        {
            Comment(text, field.Comment, "    ");
            text.Append("    ").Append(Line(field)).Append('\n');
        }

        text.Append("  }\n}\n");
    }

    private static void Block<T>(
        StringBuilder text, string keyword, string name, ProtoReserved reserved, IReadOnlyList<T> parts,
        Func<T, (string? Comment, string Line)> show)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n{keyword} {name} {{\n");
        Reserved(text, reserved);
        foreach (var part in parts)
        {
            var (comment, line) = show(part);
            Comment(text, comment, "  ");
            text.Append("  ").Append(line).Append('\n');
        }

        text.Append("}\n");
    }

    private static void Reserved(StringBuilder text, ProtoReserved reserved)
    {
        if (reserved.Numbers.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  reserved {string.Join(", ", reserved.Numbers)};\n");
        }

        if (reserved.Names.Count > 0)
        {
            var names = reserved.Names.Select(static one => $"\"{one}\"");
            text.Append(CultureInfo.InvariantCulture, $"  reserved {string.Join(", ", names)};\n");
        }
    }

    private static void Comment(StringBuilder text, string? comment, string indent)
    {
        foreach (var line in comment?.Split('\n') ?? [])
        {
            text.Append(indent).Append("//").Append(line.Length > 0 ? " " : "").Append(line).Append('\n');
        }
    }

    private static string Line(ProtoFile file, ProtoService service, ProtoMethod method)
    {
        // Within a service the name of a method hides a message of the same name.
        string Type(string name) => service.Methods.Any(one => one.Name == name) ? $"{file.Package}.{name}" : name;
        var input = (method.ClientStreams ? "stream " : "") + Type(method.Input);
        var output = (method.ServerStreams ? "stream " : "") + Type(method.Output);
        return $"rpc {method.Name}({input}) returns ({output});";
    }

    private static string Line(ProtoField field) => field.Label switch
    {
        ProtoLabel.Optional => $"optional {field.Type} {field.Name} = {field.Number};",
        ProtoLabel.Repeated => $"repeated {field.Type} {field.Name} = {field.Number};",
        ProtoLabel.Map => $"map<string, {field.Type}> {field.Name} = {field.Number};",
        _ => $"{field.Type} {field.Name} = {field.Number};",
    };
}
