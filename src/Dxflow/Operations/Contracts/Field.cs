using System.Text.Json.Serialization.Metadata;

namespace Dxflow.Operations.Contracts;

/// <summary>The type of a value: its kind, and for lists and maps that of the elements, for records their contract.</summary>
internal sealed record FieldType(FieldKind Kind, FieldType? Element, JsonTypeInfo Json, IReadOnlyList<string> Choices)
{
    /// <summary>The fields of a record; asked for late, since records may contain themselves.</summary>
    public Contract Record => Contract.Of(Json);

    /// <summary>As in "must be …".</summary>
    public string Phrase => Kind switch
    {
        FieldKind.Text => "text",
        FieldKind.Flag => "true or false",
        FieldKind.Integer => "a whole number",
        FieldKind.Number => "a number",
        FieldKind.Instant => "an instant such as 2026-01-31T09:30:00Z",
        FieldKind.Duration => "a duration such as 1m30s",
        FieldKind.Bytes => "base64 text",
        FieldKind.Choice => "one of " + string.Join(", ", Choices),
        FieldKind.List => "a list",
        FieldKind.Map or FieldKind.Record => "an object",
        _ => "JSON",
    };
}

/// <summary>One property of a wire record, with what the command line wants to know about it.</summary>
internal sealed record Field(
    string Name,
    FieldType Type,
    bool Required,
    bool Nullable,
    object? Default,
    string? Description,
    FieldMarks Marks,
    JsonPropertyInfo Property);

/// <summary>The attributes of a parameter (<see cref="ShortAttribute"/> and its neighbours).</summary>
internal readonly record struct FieldMarks(
    char? Short, bool Argument, bool Rest, bool FromFile, bool Suffix, bool Wide, bool Secret, bool Audited, string? Bare, bool Files);
