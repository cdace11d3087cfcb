using System.Globalization;
using Dxflow.Foundation.Values;
using Dxflow.Operations.Contracts;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Compose.Variables;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Reading;

/// <summary>
/// Turns scalars into typed values with their variables resolved, and says what is wrong where a value does not fit.
/// <see cref="InStep"/>: inside a service with <c>x-step</c>, the only place where references mean something.
/// </summary>
internal sealed record ReadingContext(Interpolation Interpolation, IDocumentSource Source, Problems Problems, bool InStep = false)
{
    // Less than any program needs: surely a unit was forgotten.
    private const long BareBytesMin = 4L * 1024 * 1024;

    public void Error(Place at, string message, string fix) => Problems.Error(at, message, fix);

    /// <summary>A text with its variables; null with a problem if the node is none. References are not looked for.</summary>
    public string? Text(Node node, string what)
    {
        if (Scalar(node, what) is not { } scalar)
        {
            return null;
        }

        if (InStep && scalar.Text.Contains("{{", StringComparison.Ordinal))
        {
            Problems.Warn(
                scalar.At,
                $"references are not resolved in {what}",
                "They are in command, entrypoint, environment, working_dir, labels and x-step.");
        }

        return Interpolation.ToText(scalar);
    }

    /// <summary>A text that may hold references in a step; in any other service braces are text.</summary>
    public Template? Template(Node node, string what) =>
        Scalar(node, what) is not { } scalar ? null
        : InStep ? Interpolation.ToTemplate(scalar)
        : Flow.Template.Literal(Interpolation.ToText(scalar));

    public Placed<bool>? Bool(Node node, string what)
    {
        if (Text(node, what) is not { } text)
        {
            return null;
        }

        if (CoreSchema.TryGetBool(text, out var value))
        {
            return new(value, node.At);
        }

        Error(node.At, $"{what} must be true or false, and this is {Said(text)}", "Write true or false.");
        return null;
    }

    public Placed<int>? Int(Node node, string what, int min, int max = int.MaxValue)
    {
        if (Text(node, what) is not { } text)
        {
            return null;
        }

        if (CoreSchema.TryGetInt(text, out var value) && value >= min && value <= max)
        {
            return new((int)value, node.At);
        }

        var range = max == int.MaxValue ? $"of at least {min}" : $"from {min} to {max}";
        Error(node.At, $"{what} must be a whole number {range}, and this is {Said(text)}", $"Write a number {range}.");
        return null;
    }

    public Placed<double>? Number(Node node, string what)
    {
        if (Text(node, what) is not { } text)
        {
            return null;
        }

        if (CoreSchema.TryGetFloat(text, out var value) && value >= 0 && double.IsFinite(value))
        {
            return new(value, node.At);
        }

        Error(node.At, $"{what} must be a number, and this is {Said(text)}", "Write a number, for example 1.5.");
        return null;
    }

    public Placed<TimeSpan>? Duration(Node node, string what)
    {
        if (Text(node, what) is not { } text)
        {
            return null;
        }

        if (Durations.TryParse(text, out var value, out _))
        {
            return new(value, node.At);
        }

        var bare = CoreSchema.TryGetFloat(text, out _);
        Error(
            node.At,
            bare ? $"{what} has no unit: {Said(text)}" : $"{what} must be a duration, and this is {Said(text)}",
            bare ? $"Write a unit: {text}s" : "Write numbers with ms, s, m, h or d, for example 1m30s.");
        return null;
    }

    public Placed<long>? Bytes(Node node, string what)
    {
        if (Text(node, what) is not { } text)
        {
            return null;
        }

        if (!ByteSize.TryParse(text, out var value, out _))
        {
            Error(node.At, $"{what} must be a size, and this is {Said(text)}", "Write a number with k, m, g or t, for example 512m.");
            return null;
        }

        if (value is > 0 and < BareBytesMin && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            Error(node.At, $"{what} has no unit, and {text} bytes is less than any program needs", $"Write a unit: {text}m");
            return null;
        }

        return new(value, node.At);
    }

    /// <summary>A scalar that says something; else a problem.</summary>
    public ScalarNode? Scalar(Node node, string what)
    {
        if (node is ScalarNode { IsNull: false } scalar)
        {
            return scalar;
        }

        Error(
            node.At,
            $"{what} must be a text, and this is {node.Kind}",
            node is ScalarNode ? "Write a value, or remove the key." : "Write one text.");
        return null;
    }

    public MapNode? Map(Node node, string what)
    {
        if (node is MapNode map)
        {
            return map;
        }

        Error(node.At, $"{what} must be a map, and this is {node.Kind}", "Write `key: value` lines below it, indented.");
        return null;
    }

    /// <summary>A problem for each key that is not known; <c>x-</c> keys may stand anywhere.</summary>
    public void CheckKeys(MapNode map, IReadOnlyCollection<string> known, string what)
    {
        foreach (var (key, _) in map.Entries)
        {
            if (!known.Contains(key.Text) && !key.Text.StartsWith("x-", StringComparison.Ordinal))
            {
                UnknownKey(key, known, what);
            }
        }
    }

    public void UnknownKey(ScalarNode key, IReadOnlyCollection<string> known, string what) => Error(
        key.At,
        $"`{Short(key.Text)}` is no key of {what}",
        Nearest.To(key.Text, known) is { } near ? $"Did you mean `{near}`?" : "Remove it, or begin it with x- to keep a note of your own.");

    private static string Said(string text) => text.Length == 0 ? "an empty text" : $"`{Short(text)}`";

    public static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
