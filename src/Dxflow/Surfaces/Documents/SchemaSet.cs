using System.Text.Json;
using System.Text.Json.Nodes;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Documents;

/// <summary>
/// JSON Schema (2020-12, as OpenAPI 3.1 has it) of wire records, from their contracts. Each record is written once, under its own
/// name; everything else refers to it.
/// </summary>
internal sealed class SchemaSet
{
    private const string DurationPattern = "^([0-9]+(\\.[0-9]+)?(ns|us|µs|ms|s|m|h|d))+$";
    private readonly SortedDictionary<string, (Type Type, JsonObject Schema)> _records = new(StringComparer.Ordinal);

    /// <summary>All records that were referred to, by name.</summary>
    public JsonObject Written() => new(_records.Select(static record => KeyValuePair.Create(record.Key, (JsonNode?)record.Value.Schema)));

    /// <summary>A reference to the schema of a record.</summary>
    /// <exception cref="InvalidOperationException">Two records of one name.</exception>
    public JsonObject Reference(Contract record)
    {
        var type = record.Type.Type;
        if (!_records.TryGetValue(type.Name, out var known))
        {
            // Entered before it is written: a record may contain itself.
            var schema = new JsonObject();
            _records.Add(type.Name, (type, schema));
            Fill(schema, record.Fields);
        }
        else if (known.Type != type)
        {
            throw new InvalidOperationException($"{known.Type} and {type} would be one schema: give one of them another name.");
        }

        return new JsonObject { ["$ref"] = "#/components/schemas/" + type.Name };
    }

    /// <summary>What a client sends besides path and query: nothing unknown is taken.</summary>
    public JsonObject Body(IReadOnlyList<Field> fields)
    {
        var schema = new JsonObject();
        Fill(schema, fields);
        schema["additionalProperties"] = false;
        return schema;
    }

    public JsonObject Of(Field field)
    {
        var schema = Of(field.Type);
        if (field.Nullable)
        {
            schema = OrNull(schema);
        }

        if (field.Description is not null)
        {
            schema["description"] = field.Description;
        }

        if (field.Default is not null && JsonSerializer.SerializeToNode(field.Default, field.Type.Json) is { } value)
        {
            schema["default"] = value;
        }

        if (field.Marks.Secret)
        {
            schema["writeOnly"] = true;
        }

        return schema;
    }

    private JsonObject Of(FieldType type) => type.Kind switch
    {
        FieldKind.Text => new() { ["type"] = "string" },
        FieldKind.Flag => new() { ["type"] = "boolean" },
        FieldKind.Integer => new() { ["type"] = "integer", ["format"] = Underlying(type) == typeof(int) ? "int32" : "int64" },
        FieldKind.Number => new() { ["type"] = "number", ["format"] = "double" },
        FieldKind.Instant => new() { ["type"] = "string", ["format"] = "date-time" },
        FieldKind.Duration => new() { ["type"] = "string", ["pattern"] = DurationPattern, ["examples"] = new JsonArray("1m30s") },
        FieldKind.Bytes => new() { ["type"] = "string", ["contentEncoding"] = "base64" },
        FieldKind.Choice => new() { ["type"] = "string", ["enum"] = new JsonArray([.. type.Choices.Select(static one => (JsonNode)one)]) },
        FieldKind.List => new() { ["type"] = "array", ["items"] = Of(type.Element!) },
        FieldKind.Map => new() { ["type"] = "object", ["additionalProperties"] = Of(type.Element!) },
        FieldKind.Record => Reference(type.Record),
        _ => [],
    };

    private static Type Underlying(FieldType type) => Nullable.GetUnderlyingType(type.Json.Type) ?? type.Json.Type;

    private static JsonObject OrNull(JsonObject schema)
    {
        if (schema.ContainsKey("$ref"))
        {
            return new() { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }

        if (schema["type"] is { } type)
        {
            schema["type"] = new JsonArray(type.DeepClone(), "null");
            (schema["enum"] as JsonArray)?.Add(null);
        }

        return schema;
    }

    /// <summary>What may be null may also be left out, as some answers do.</summary>
    private void Fill(JsonObject schema, IReadOnlyList<Field> fields)
    {
        schema["type"] = "object";
        schema["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)Of(field))));
        var required = fields.Where(static field => field is { Required: true, Nullable: false });
        if (required.Select(static field => (JsonNode)field.Name).ToArray() is { Length: > 0 } names)
        {
            schema["required"] = new JsonArray(names);
        }
    }
}
