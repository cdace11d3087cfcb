using System.Text;
using System.Text.Json;

namespace Dxflow.Workflows.Commands;

/// <summary>The outputs of a workflow on a terminal: a line each; a file by where it lies.</summary>
internal static class OutputText
{
    public static string Of(Outputs outputs)
    {
        var text = new StringBuilder();
        foreach (var output in outputs.Values.ValueKind == JsonValueKind.Object ? outputs.Values.EnumerateObject().ToArray() : [])
        {
            text.Append(output.Name).Append(": ").Append(Value(output.Value)).Append('\n');
        }

        return text.ToString();
    }

    public static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => LogText.Harmless(value.GetString()!),
        JsonValueKind.Object when value.TryGetProperty("sha256", out _) && value.TryGetProperty("path", out var path) => path.GetString()!,
        _ => value.GetRawText(),
    };
}
