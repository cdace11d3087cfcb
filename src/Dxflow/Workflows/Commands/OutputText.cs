using System.Globalization;
using System.Text;
using System.Text.Json;
using Dxflow.Foundation.Values;

namespace Dxflow.Workflows.Commands;

/// <summary>
/// The outputs of a workflow on a terminal: a line each; a file by where it lies, or of an engine elsewhere by the reference that
/// <c>artifact download</c> takes.
/// </summary>
internal sealed class OutputText(bool isElsewhere)
{
    private const string Path = "path";

    private readonly string _place = isElsewhere ? "reference" : Path;

    public string Of(Outputs outputs) => Lines(outputs.Values, "");

    /// <summary>Those of the steps as well, by step.</summary>
    public string All(Outputs outputs)
    {
        var text = new StringBuilder(Of(outputs));
        foreach (var pending in outputs.Pending ?? [])
        {
            var of = pending.Step is { } owner ? $"{VisibleText.Of(owner)}." : "";
            text.Append(of).Append(VisibleText.Of(pending.Name)).Append(": … (").Append(VisibleText.Of(pending.Why)).Append(")\n");
        }

        foreach (var step in Members(outputs.Steps))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(VisibleText.Of(step.Name)).Append(":\n").Append(Lines(step.Value, "  "));
            foreach (var (index, slice) in Slices(step.Value).Index())
            {
                text.Append(CultureInfo.InvariantCulture, $"  {index}:{(slice.ValueKind == JsonValueKind.Null ? " -" : "")}\n");
                text.Append(Lines(slice, "    "));
            }
        }

        return text.ToString();
    }

    public static string Value(JsonElement value, string place = Path) => VisibleText.Of(value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Object when value.TryGetProperty("sha256", out _) && value.TryGetProperty(place, out var where) => where.ToString(),
        _ => value.GetRawText(),
    });

    private string Lines(JsonElement values, string indent) => string.Concat(
        Members(values).Select(output => $"{indent}{VisibleText.Of(output.Name)}: {Value(output.Value, _place)}\n"));

    private static IEnumerable<JsonElement> Slices(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    private static IEnumerable<JsonProperty> Members(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : [];
}
