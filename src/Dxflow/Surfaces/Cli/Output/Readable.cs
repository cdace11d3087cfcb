using System.Globalization;
using System.Text.Json;
using Dxflow.Foundation.Values;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Cli.Output;

/// <summary>
/// Values as people read them: instants as ages, seconds and bytes with their units, lists joined. What others wrote is shown as
/// text: control characters are made visible, so that no value can drive the terminal.
/// </summary>
internal sealed class Readable(DateTimeOffset now, bool exact)
{
    public const string Nothing = "-";

    public string Of(Field field, JsonElement value) => Of(field.Type, UnitOf(field), value);

    /// <summary>The heading of a column: without the unit that its values show themselves.</summary>
    public static string Heading(Field field)
    {
        var name = field.Name;
        var unit = UnitOf(field);
        if (unit is not null && name.Length > unit.Length)
        {
            name = name[..^unit.Length];
        }
        else if (field.Type.Kind == FieldKind.Instant && name.Length > 2 && name.EndsWith("At", StringComparison.Ordinal))
        {
            name = name[..^2];
        }

        return Syntax.Words.Kebab(name).Replace('-', ' ');
    }

    /// <summary>Numbers stand under each other by their last digit.</summary>
    public static bool IsNumeric(Field field) => field.Type.Kind is FieldKind.Integer or FieldKind.Number or FieldKind.Duration;

    public string Age(DateTimeOffset instant)
    {
        if (exact)
        {
            return instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        var age = now - instant;
        return Math.Abs(age.TotalSeconds) < 1 ? "now" : age >= TimeSpan.Zero ? Rough(age) + " ago" : "in " + Rough(-age);
    }

    private static string? UnitOf(Field field) => field.Type.Kind is not (FieldKind.Integer or FieldKind.Number)
        ? null
        : new[] { "Seconds", "Bytes" }.FirstOrDefault(unit => field.Name.EndsWith(unit, StringComparison.OrdinalIgnoreCase));

    private static string Rough(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => $"{(int)time.TotalSeconds}s",
        { TotalMinutes: < 60 } => $"{(int)time.TotalMinutes}m",
        { TotalHours: < 48 } => $"{(int)time.TotalHours}h",
        _ => $"{(int)time.TotalDays}d",
    };

    private string Of(FieldType type, string? unit, JsonElement value) => (type.Kind, value.ValueKind) switch
    {
        (_, JsonValueKind.Null or JsonValueKind.Undefined) => Nothing,
        (FieldKind.Instant, JsonValueKind.String) when value.TryGetDateTimeOffset(out var instant) => Age(instant),
        (FieldKind.Duration, JsonValueKind.String) when !exact && Durations.TryParse(value.GetString()!, out var time, out _) =>
            Durations.Short(time),
        (FieldKind.Integer or FieldKind.Number, JsonValueKind.Number) => Number(unit, value),
        (_, JsonValueKind.True) => "yes",
        (_, JsonValueKind.False) => "no",
        (_, JsonValueKind.String) => VisibleText.Of(value.GetString()!),
        (FieldKind.List, JsonValueKind.Array) => Joined(value.EnumerateArray().Select(element => Of(type.Element!, null, element))),
        (FieldKind.Map, JsonValueKind.Object) => Joined(
            value.EnumerateObject().Select(member => VisibleText.Of(member.Name) + "=" + Of(type.Element!, null, member.Value))),
        _ => VisibleText.Of(JsonText.Compact(value)),
    };

    private static string Joined(IEnumerable<string> parts) => string.Join(", ", parts) is { Length: > 0 } joined ? joined : Nothing;

    private static string Number(string? unit, JsonElement value) => unit switch
    {
        "Seconds" => Durations.Format(TimeSpan.FromMilliseconds(Math.Round(value.GetDouble() * 1000))),
        "Bytes" when value.TryGetInt64(out var bytes) => ByteSize.Format(bytes),
        _ => value.GetRawText(),
    };
}
