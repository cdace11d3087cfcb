using System.Text;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;

namespace Dxflow.Tests.Surfaces.Documents;

/// <summary>
/// The API in TypeScript: an interface for each record, a class for each noun with a method for each operation, all over one
/// transport, which is written by hand.
/// </summary>
internal static class TypeScriptClient
{
    public static string Of(ClientModel model)
    {
        var text = new StringBuilder("""
            // Written by `dotnet run dev.cs approve` from the catalog of operations; changes made here are lost.

            import type { CallOptions, Transport } from "./client.js";

            /** An instant, as in 2026-01-31T09:30:00Z. */
            export type Instant = string;

            /** A length of time, as in 1m30s. */
            export type Duration = string;

            /** Bytes in base64. */
            export type Base64 = string;

            """).Append('\n');
        foreach (var (name, record) in model.Records)
        {
            Record(text, name, record, model.IsSent(name));
        }

        foreach (var noun in model.Nouns)
        {
            text.Append($"\nexport class {ClientModel.Pascal(noun.Key)}Api {{\n");
            text.Append("  constructor(private readonly transport: Transport) {}\n");
            foreach (var operation in noun)
            {
                Method(text, operation);
            }

            text.Append("}\n");
        }

        text.Append("\n/** Every operation of an engine, by noun. */\nexport class Api {\n");
        foreach (var noun in model.Nouns)
        {
            text.Append($"  readonly {ClientModel.Camel(noun.Key)}: {ClientModel.Pascal(noun.Key)}Api;\n");
        }

        text.Append("\n  constructor(transport: Transport) {\n");
        foreach (var noun in model.Nouns)
        {
            text.Append($"    this.{ClientModel.Camel(noun.Key)} = new {ClientModel.Pascal(noun.Key)}Api(transport);\n");
        }

        return text.Append("  }\n}\n").ToString();
    }

    private static void Record(StringBuilder text, string name, Contract record, bool isSent)
    {
        if (record.Fields.Count == 0)
        {
            text.Append($"\nexport type {name} = Record<string, never>;\n");
            return;
        }

        text.Append($"\nexport interface {name} {{\n");
        foreach (var field in record.Fields)
        {
            if (field.Description is { } description)
            {
                text.Append($"  /** {description} */\n");
            }

            var mayLack = field.Nullable || (isSent && !field.Required);
            text.Append($"  {field.Name}{(mayLack ? "?" : "")}: {Type(field.Type)}{(field.Nullable ? " | null" : "")};\n");
        }

        text.Append("}\n");
    }

    private static void Method(StringBuilder text, Operation operation)
    {
        var request = Contract.Of(operation.Request);
        var name = request.Type.Type.Name;
        var answer = operation.Response?.Type.Name ?? "";
        var given = request.Fields.Count == 0 ? "" : $"request: {name}{(ClientModel.IsOptional(operation) ? " = {}" : "")}, ";
        var sent = request.Fields.Count == 0 ? "{}" : "request";
        var (more, passed, result) = operation.Shape switch
        {
            Shape.Stream => ("", "", $"AsyncGenerator<{answer}, void, undefined>"),
            Shape.Upload => ("content: BodyInit, ", ", content", $"Promise<{answer}>"),
            Shape.Download => ("", "", "Promise<Response>"),
            Shape.Duplex => (
                $"input: AsyncIterable<{operation.Input!.Type.Name}>, ", ", input", $"AsyncGenerator<{answer}, void, undefined>"),
            _ => ("", "", $"Promise<{answer}>"),
        };
        text.Append($"""

              /** {operation.Summary} {ClientModel.Sentence(operation)} */
              {ClientModel.Camel(operation.Verb)}({given}{more}options: CallOptions = {"{}"}): {result} {"{"}
                return this.transport.{operation.Shape.ToString().ToLowerInvariant()}({Route(operation)}, {sent}{passed}, options);
              {"}"}

            """);
    }

    private static string Route(Operation operation)
    {
        var marks = (operation.HasQuery ? ", query: true" : "") + (operation.Effect == Effect.Changes ? ", changes: true" : "")
            + (operation.IsPublic ? ", isPublic: true" : "");
        return $"{{ method: \"{operation.Method}\", path: \"{operation.Path}\"{marks} }}";
    }

    private static string Type(FieldType type) => type.Kind switch
    {
        FieldKind.Text => "string",
        FieldKind.Flag => "boolean",
        FieldKind.Integer or FieldKind.Number => "number",
        FieldKind.Instant => "Instant",
        FieldKind.Duration => "Duration",
        FieldKind.Bytes => "Base64",
        FieldKind.Choice => string.Join(" | ", type.Choices.Select(static one => $"\"{one}\"")),
        FieldKind.List => type.Element!.Kind == FieldKind.Choice ? $"({Type(type.Element)})[]" : Type(type.Element) + "[]",
        FieldKind.Map => $"Record<string, {Type(type.Element!)}>",
        FieldKind.Record => type.Record.Type.Type.Name,
        _ => "unknown",
    };
}
