using System.Text;
using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Syntax;

namespace Dxflow.Tests.Surfaces.Documents;

/// <summary>
/// A noun's page in <c>docs/reference</c>: each command with the operation behind it, what it takes and what it answers; at the end
/// the records that answers contain. All of it is read from the records that parse, call and answer.
/// </summary>
internal sealed class ReferencePage
{
    private readonly StringBuilder _text = new();
    private readonly SortedDictionary<string, Contract> _records = new(StringComparer.Ordinal);

    public static string Of(CommandNoun noun)
    {
        var page = new ReferencePage();
        page.Write(noun);
        return page._text.ToString();
    }

    private void Write(CommandNoun noun)
    {
        _text.Append($"# {(noun.Name.Length > 0 ? noun.Name : "Everyday commands")}\n\n{noun.Summary}\n");
        foreach (var command in CommandDefinition.OfNoun(noun).Where(static one => !one.Hidden))
        {
            Write(command);
        }

        if (_records.Count > 0)
        {
            _text.Append("\n## Records\n");
        }

        var written = new HashSet<string>();
        while (_records.Keys.FirstOrDefault(name => !written.Contains(name)) is { } name)
        {
            written.Add(name);
            _text.Append($"\n### {name}\n");
            Table(_records[name], withDefaults: false);
        }
    }

    private void Write(CommandDefinition command)
    {
        _text.Append($"\n## {command.Words}\n\n{command.Summary}\n");
        if (command.Operation is { } operation)
        {
            var shape = operation.Shape.ToString().ToLowerInvariant() + (operation.Shape == Shape.Duplex ? ", also as a WebSocket" : "");
            _text.Append($"\n`{operation.Method} {operation.Path}` · {Needs(operation)} · {shape}\n");
        }

        Table(command.Contract, withDefaults: true);
        if (command.Operation is { Input: { } input })
        {
            _text.Append($"\nReads records of {Link(Contract.Of(input))}.\n");
        }

        if (command.Operation is { Response: { } response })
        {
            _text.Append($"\nAnswers {Link(Contract.Of(response))}.\n");
        }

        foreach (var example in command.Examples)
        {
            _text.Append($"\n    {example}\n");
        }
    }

    private static string Needs(Operation operation) => operation switch
    {
        { IsPublic: true } => "anybody",
        { Permission: Permission.None } => "anybody known",
        _ => PermissionNames.Text(operation.Permission),
    } + (operation.Effect == Effect.Changes ? ", changes" : "");

    private void Table(Contract contract, bool withDefaults)
    {
        if (contract.Fields.Count == 0)
        {
            return;
        }

        _text.Append(withDefaults
            ? "\n| takes | type | unless given | meaning |\n|---|---|---|---|\n"
            : "\n| has | type | meaning |\n|---|---|---|\n");
        foreach (var field in contract.Fields)
        {
            var name = field.Marks.Short is { } letter ? $"`{field.Name}`, `-{letter}`" : $"`{field.Name}`";
            var unless = withDefaults ? $" {(field.Required ? "required" : Default(field))} |" : "";
            _text.Append($"| {name} | {Type(field.Type)} |{unless} {Cell(field.Description ?? "")} |\n");
        }
    }

    private static string Default(Field field) =>
        field.Default is null ? "" : $"`{JsonSerializer.SerializeToElement(field.Default, field.Type.Json).GetRawText().Trim('"')}`";

    private string Type(FieldType type) => type.Kind switch
    {
        FieldKind.List => "list of " + Type(type.Element!),
        FieldKind.Map => "map to " + Type(type.Element!),
        FieldKind.Record => Link(type.Record),
        FieldKind.Choice => string.Join(" ", type.Choices.Select(static one => $"`{one}`")),
        FieldKind.Free => "JSON",
        var other => other.ToString().ToLowerInvariant(),
    };

    private string Link(Contract record)
    {
        var name = record.Type.Type.Name;
        _records[name] = record;
        return $"[{name}](#{name.ToLowerInvariant()})";
    }

    private static string Cell(string text) => text.Replace("|", "\\|").Replace("<", "&lt;");
}
