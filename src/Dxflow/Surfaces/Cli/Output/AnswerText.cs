using System.Text;
using System.Text.Json;
using Dxflow.Foundation.Values;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Cli.Output;

/// <summary>
/// An answer as a table, derived from its contract: a list <c>{items, next}</c> as columns, any other record as one line for each
/// property, and below them, indented, the records, lists of records and free values in it; what is empty is left out there.
/// Secrets are left out; what is marked wide is for <c>-o wide</c>, and so are columns that say nothing in any row.
/// </summary>
internal sealed class AnswerText(Readable readable, bool wide, int columnsMax)
{
    private const string Indent = "  ";

    /// <summary>The property of a list answer that holds what is listed.</summary>
    public static Field? ItemsOf(Contract contract) =>
        contract.Find("items") is { Type: { Kind: FieldKind.List, Element.Kind: FieldKind.Record } } items ? items : null;

    /// <summary>What stands for a record when only its name is wanted.</summary>
    public static string? NameOf(Contract contract, JsonElement record)
    {
        var field = contract.Find("name") ?? contract.Find("id") ?? contract.Fields.FirstOrDefault(
            static one => one.Type.Kind == FieldKind.Text);
        return field is not null && record.TryGetProperty(field.Name, out var name) ? VisibleText.Of(name.ToString()) : null;
    }

    public string Of(Contract contract, JsonElement answer) => ItemsOf(contract) is { } items
        ? List(items.Type.Element!.Record, answer.TryGetProperty(items.Name, out var listed) ? listed : default, "")
        : Record(contract, answer, "", Shown(contract));

    /// <summary>A record of a stream: one line, without a heading, since nobody knows what comes.</summary>
    public string Line(Contract contract, JsonElement record) =>
        string.Join("  ", Shown(contract).Select(field => readable.Of(field, Value(record, field)))) + "\n";

    private string List(Contract item, JsonElement list, string indent)
    {
        var rows = list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
        Field[] fields =
        [
            .. Shown(item).Where((field, index) => wide || index == 0 || rows.Count == 0 || rows.Any(row => Says(Value(row, field)))),
        ];
        var table = new Table(
            [.. fields.Select(static field => new Column(Readable.Heading(field), Readable.IsNumeric(field)))],
            wide || columnsMax == 0 ? 0 : columnsMax - indent.Length);
        foreach (var row in rows)
        {
            table.Add([.. fields.Select(field => readable.Of(field, Value(row, field)))]);
        }

        return Indented(table.ToString(), indent);
    }

    private string Record(Contract contract, JsonElement record, string indent, IEnumerable<Field> fields)
    {
        var lines = new Table([new Column(""), new Column("")], 0);
        var below = new StringBuilder();
        foreach (var field in fields)
        {
            var value = Value(record, field);
            var part = (field.Type.Kind, value.ValueKind) switch
            {
                (FieldKind.List, JsonValueKind.Array) when field.Type.Element!.Kind == FieldKind.Record =>
                    value.GetArrayLength() == 0 ? "" : List(field.Type.Element.Record, value, indent + Indent),
                (FieldKind.Record, JsonValueKind.Object) => Record(
                    field.Type.Record, value, indent + Indent, Shown(field.Type.Record).Where(inner => Says(Value(value, inner)))),
                (FieldKind.Free, JsonValueKind.Object) => Free(value, indent + Indent),
                _ => null,
            };
            if (part is null)
            {
                lines.Add([Readable.Heading(field), readable.Of(field, value)]);
            }
            else if (part.Length > 0)
            {
                below.Append('\n').Append(indent).Append(Readable.Heading(field)).Append(":\n").Append(part);
            }
        }

        return Indented(lines.ToString(), indent) + below;
    }

    private static string Free(JsonElement value, string indent)
    {
        var lines = new Table([new Column(""), new Column("")], 0);
        var below = new StringBuilder();
        foreach (var member in value.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Object && member.Value.EnumerateObject().Any())
            {
                below.Append(indent).Append(VisibleText.Of(member.Name)).Append(":\n").Append(Free(member.Value, indent + Indent));
            }
            else
            {
                lines.Add([VisibleText.Of(member.Name), VisibleText.Of(Text(member.Value))]);
            }
        }

        return Indented(lines.ToString(), indent) + below;
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => Readable.Nothing,
        _ => JsonText.Compact(value),
    };

    private static string Indented(string lines, string indent) => indent.Length == 0
        ? lines
        : string.Concat(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => indent + line + "\n"));

    private static bool Says(JsonElement value) =>
        value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)
        && !(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);

    private IEnumerable<Field> Shown(Contract contract) =>
        contract.Fields.Where(field => !field.Marks.Secret && (wide || !field.Marks.Wide));

    private static JsonElement Value(JsonElement record, Field field) => record.TryGetProperty(field.Name, out var value) ? value : default;
}
