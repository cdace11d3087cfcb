using System.Globalization;
using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Flow.Values;

/// <summary>
/// Values as text typed by the document, as <c>-p</c> gives them and plans keep them: a string and a secret as they stand, ints, floats
/// and bools in plain notation, everything else JSON.
/// </summary>
internal static class InputText
{
    /// <summary>The value, or a <see cref="FlowException"/> that says what the type wants.</summary>
    public static FlowValue Read(string text, FlowType type)
    {
        if (type.Optional && text == "null" && type.Kind is not (FlowKind.String or FlowKind.Secret))
        {
            return FlowValue.Null;
        }

        return type.Kind switch
        {
            FlowKind.String => new StringValue(text),
            FlowKind.Secret => new SecretValue(text),
            FlowKind.Int => Int(text),
            FlowKind.Float => Float(text),
            FlowKind.Bool => text switch
            {
                "true" => BoolValue.True,
                "false" => BoolValue.False,
                _ => throw Wrong(text, "a bool", "write true or false"),
            },
            _ => FlowJsonReader.Parse(text, type),
        };
    }

    /// <summary>The text that <see cref="Read"/> makes the same value of. A secret is in clear.</summary>
    public static string Write(FlowValue value, FlowType type) => (type.Kind, value) switch
    {
        (FlowKind.String, StringValue text) => text.Value,
        (FlowKind.Secret, SecretValue secret) => secret.Reveal,
        _ => FlowJson.Text(value, FlowJsonForm.Stored),
    };

    private static IntValue Int(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? new IntValue(number)
        : text.Length > 0 && text.TrimStart('-', '+').All(char.IsAsciiDigit)
            ? throw new FlowException(FlowErrorKind.Overflow, $"{text} does not fit 64 bits")
            : throw Wrong(text, "an int", "write digits, as in 42");

    private static FloatValue Float(string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || text != text.Trim())
        {
            throw Wrong(text, "a float", "write a number, as in 0.5 or 1e-3");
        }

        return double.IsFinite(number) ? new FloatValue(number)
            : throw new FlowException(FlowErrorKind.Overflow, $"{text} is no finite float", "NaN and infinities are no values here");
    }

    private static FlowException Wrong(string text, string wanted, string fix) =>
        new(FlowErrorKind.Type, $"{FlowText.Show(new StringValue(text))} is not {wanted}", fix);
}
