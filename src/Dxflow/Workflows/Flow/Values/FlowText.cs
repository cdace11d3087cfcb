using System.Globalization;
using System.Text;

namespace Dxflow.Workflows.Flow.Values;

/// <summary>
/// Values as text: what a reference becomes inside an argument. Strings as they are, ints in decimals, floats shortest with a dot,
/// <c>true</c>/<c>false</c>, artifacts as the path the task sees, lists and maps as compact JSON. Null has no text.
/// </summary>
internal static class FlowText
{
    private const int ShownCharactersMax = 120;

    /// <summary>The text, or null if the value has none: it is null, or an artifact that no task sees.</summary>
    public static string? Of(FlowValue value) => value switch
    {
        NullValue => null,
        StringValue text => text.Value,
        SecretValue secret => secret.Reveal,
        BoolValue flag => flag.Value ? "true" : "false",
        IntValue number => number.Value.ToString(CultureInfo.InvariantCulture),
        FloatValue number => Float(number.Value),
        ArtifactValue artifact => artifact.Path,
        _ => FlowJson.Text(value, FlowJsonForm.Task),
    };

    /// <summary>
    /// The shortest text that reads back as the same float, always with a dot or an exponent, so that it never looks like an int.
    /// </summary>
    public static string Float(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = text.IndexOf('E');
        if (exponent < 0)
        {
            return text.Contains('.') ? text : text + ".0";
        }

        var mantissa = text[..exponent];
        var power = int.Parse(text[(exponent + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{(mantissa.Contains('.') ? mantissa : mantissa + ".0")}e{power}");
    }

    /// <summary>For messages: quoted, cut, without secrets.</summary>
    public static string Show(FlowValue value)
    {
        var text = value switch
        {
            NullValue => "null",
            StringValue s => "'" + s.Value + "'",
            SecretValue => "(a secret)",
            ArtifactValue artifact => $"{artifact.TypeName} '{artifact.Name}'",
            ListValue or MapValue => FlowJson.Text(value, FlowJsonForm.Shown),
            _ => Of(value)!,
        };
        return Cut(text);
    }

    private static string Cut(string text)
    {
        if (text.Length <= ShownCharactersMax)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[ShownCharactersMax - 1]) ? ShownCharactersMax - 1 : ShownCharactersMax;
        return new StringBuilder(text, 0, end, end + 1).Append('…').ToString();
    }
}
