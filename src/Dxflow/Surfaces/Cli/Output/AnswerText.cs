using System.Text;
using System.Text.Json;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Cli.Output;

/// <summary>
/// An answer as a table, derived from its contract: a list <c>{items, next}</c> as columns, any other record as one line for each
/// property, lists of records in it as tables below. Secrets are left out; what is marked wide is for <c>-o wide</c>.
/// </summary>
internal sealed class AnswerText(Readable readable, bool wide, int columnsMax)
{
    /// <summary>The property of a list answer that holds what is listed.</summary>
    public static Field? ItemsOf(Contract contract) =>
        contract.Find("items") is { Type: { Kind: FieldKind.List, Element.Kind: FieldKind.Record } } items ? items : null;

    /// <summary>What stands for a record when only its name is wanted.</summary>
    public static string? NameOf(Contract contract, JsonElement record)
    {
        var field = contract.Find("name") ?? contract.Find("id") ?? contract.Fields.FirstOrDefault(
            static one => one.Type.Kind == FieldKind.Text);
        return field is not null && record.TryGetProperty(field.Name, out var name) ? name.ToString() : null;
    }

    public string Of(Contract contract, JsonElement answer) => ItemsOf(contract) is { } items
        ? List(items.Type.Element!.Record, answer.TryGetProperty(items.Name, out var listed) ? listed : default)
        : Record(contract, answer);

    /// <summary>A record of a stream: one line, without a heading, since nobody knows what comes.</summary>
    public string Line(Contract contract, JsonElement record) =>
        string.Join("  ", Shown(contract).Select(field => readable.Of(field, Value(record, field)))) + "\n";

    private string List(Contract item, JsonElement list)
    {
        Field[] fields = [.. Shown(item)];
        var table = new Table(
            [.. fields.Select(static field => new Column(Readable.Heading(field), Readable.IsNumeric(field)))], wide ? 0 : columnsMax);
        if (list.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in list.EnumerateArray())
            {
                table.Add([.. fields.Select(field => readable.Of(field, Value(element, field)))]);
            }
        }

        return table.ToString();
    }

    private string Record(Contract contract, JsonElement record)
    {
        var lines = new Table([new Column(""), new Column("")], 0);
        var below = new StringBuilder();
        foreach (var field in Shown(contract))
        {
            var value = Value(record, field);
            if (field.Type is { Kind: FieldKind.List, Element.Kind: FieldKind.Record } && value.ValueKind == JsonValueKind.Array)
            {
                below.Append('\n').Append(Readable.Heading(field)).Append(":\n").Append(List(field.Type.Element.Record, value));
            }
            else
            {
                lines.Add([Readable.Heading(field), readable.Of(field, value)]);
            }
        }

        return lines + below.ToString();
    }

    private IEnumerable<Field> Shown(Contract contract) =>
        contract.Fields.Where(field => !field.Marks.Secret && (wide || !field.Marks.Wide));

    private static JsonElement Value(JsonElement record, Field field) => record.TryGetProperty(field.Name, out var value) ? value : default;
}
