using System.Text.Json;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Cli.Syntax;

/// <summary>A default as help shows it: as it would be typed. Nothing where leaving it out means nothing.</summary>
internal static class DefaultText
{
    public static string? Of(Field field)
    {
        if (field.Default is not { } value || field.Type.Kind is FieldKind.List or FieldKind.Map or FieldKind.Record)
        {
            return null;
        }

        var json = JsonSerializer.SerializeToElement(value, field.Type.Json);
        return json.ValueKind switch
        {
            JsonValueKind.True => "yes",
            JsonValueKind.False => null,
            JsonValueKind.String => json.GetString() is { Length: > 0 } text ? text : null,
            _ => json.GetRawText(),
        };
    }
}
