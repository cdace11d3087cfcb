using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Dxflow.Foundation.Values;

namespace Dxflow.Operations.Contracts;

/// <summary>
/// The one validator of what comes in as JSON, on every surface: all that is missing, unknown or of the wrong type is said at once,
/// each with its place and what to do; then the generated reader makes the record.
/// </summary>
internal static class RequestReader
{
    private const int ProblemsMax = 20;
    private const int ShownCharactersMax = 40;

    /// <summary>Requests are trees of records; nothing of ours comes near this depth.</summary>
    public static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Strict JSON in valid text: a lone surrogate would surprise whoever reads the string later.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            var parsed = JsonDocument.Parse(json, Strict);
            if (!Utf8.IsValid(json.Span) || (HasSurrogates(json.Span) && !IsText(parsed.RootElement)))
            {
                parsed.Dispose();
                throw NoText();
            }

            return parsed;
        }
        catch (InvalidOperationException)
        {
            // The names are compared while parsing, and one of them is no text.
            throw NoText();
        }
        catch (JsonException wrong)
        {
            var place = wrong.LineNumber is { } line ? $" (line {line + 1}, byte {wrong.BytePositionInLine + 1})" : "";
            // The parser ends its messages with its own idea of the place.
            var cause = wrong.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
            throw Fault.Invalid($"This is not the JSON that is wanted{place}: {cause}", "Send one JSON object, each name once.");
        }
    }

    public static object Read(JsonTypeInfo type, JsonElement value)
    {
        var problems = new List<Problem>();
        CheckRecord(Contract.Of(type), value, "", problems);
        if (problems.Count > 0)
        {
            throw Invalid(problems);
        }

        try
        {
            return value.Deserialize(type) ?? throw Fault.Invalid("The request is null.", "Send a JSON object.");
        }
        catch (JsonException wrong)
        {
            // A value type's own reader refused (an instant, a reference): its message is ours, its path is the place.
            var place = wrong.Path is { Length: > 2 } path ? path[2..] : "the request";
            var cause = (wrong.InnerException ?? wrong).Message;
            throw Invalid([new Problem($"{place}: {cause}")]);
        }
    }

    public static T Read<T>(JsonSerializerContext contracts, JsonElement value)
        where T : class => (T)Read(Contract.In(contracts, typeof(T)), value);

    private static Fault NoText() => Fault.Invalid("The JSON has text that is not Unicode.", "Send UTF-8, and surrogates only in pairs.");

    private static bool HasSurrogates(ReadOnlySpan<byte> json) => json.IndexOf("\\ud"u8) >= 0 || json.IndexOf("\\uD"u8) >= 0;

    private static bool IsText(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() is not null,
                JsonValueKind.Array => value.EnumerateArray().All(IsText),
                JsonValueKind.Object => value.EnumerateObject().All(static member => member.Name is not null && IsText(member.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static Fault Invalid(List<Problem> problems)
    {
        var more = problems.Count == 1 ? "" : $" (and {problems.Count - 1} more)";
        return new Fault(
            new FaultInfo(FaultKind.Invalid, problems[0].Message + more, problems[0].Fix, problems.Count > 1 ? problems : null));
    }

    private static void CheckRecord(
        Contract contract, JsonElement value, string place, List<Problem> problems, string? discriminator = null)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Add(problems, $"{(place.Length == 0 ? "The request" : place)} must be an object, not {Shown(value)}.", null);
            return;
        }

        if (contract.Type.PolymorphismOptions is { } union && discriminator is null)
        {
            CheckUnion(union, contract.Type, value, place, problems);
            return;
        }

        foreach (var property in value.EnumerateObject())
        {
            if (property.NameEquals(discriminator))
            {
                continue;
            }

            if (contract.Find(property.Name) is { } field)
            {
                Check(field.Type, field.Nullable, property.Value, Join(place, field.Name), problems);
            }
            else
            {
                var near = Nearest.To(property.Name, contract.Fields.Select(static known => known.Name));
                var known = string.Join(", ", contract.Fields.Select(static known => known.Name));
                Add(problems, $"{Join(place, Cut(property.Name))} is not known here.", (near, known) switch
                {
                    (not null, _) => $"Did you mean {near}?",
                    (_, "") => "Nothing can be given here.",
                    _ => $"Known are {known}.",
                });
            }
        }

        foreach (var field in contract.Fields)
        {
            if (field.Required && !value.TryGetProperty(field.Name, out _))
            {
                Add(problems, $"{Join(place, field.Name)} is missing.", $"Give {field.Type.Phrase}.");
            }
        }
    }

    /// <summary>A union is one of its cases, which it names first.</summary>
    private static void CheckUnion(
        JsonPolymorphismOptions union, JsonTypeInfo type, JsonElement value, string place, List<Problem> problems)
    {
        var name = union.TypeDiscriminatorPropertyName;
        var first = value.EnumerateObject().Take(1)
            .Where(property => property.NameEquals(name) && property.Value.ValueKind == JsonValueKind.String)
            .Select(static property => property.Value.GetString()).FirstOrDefault();
        var chosen = union.DerivedTypes.FirstOrDefault(one => first is not null && first.Equals(one.TypeDiscriminator));
        if (chosen.DerivedType is { } found)
        {
            CheckRecord(Contract.Of(type.Options.GetTypeInfo(found)), value, place, problems, name);
        }
        else
        {
            var cases = string.Join(", ", union.DerivedTypes.Select(static one => one.TypeDiscriminator));
            Add(problems, $"{(place.Length == 0 ? "The request" : place)} must begin with {name}.", $"Give it one of {cases}.");
        }
    }

    private static void Check(FieldType type, bool nullable, JsonElement value, string place, List<Problem> problems)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (!nullable && type.Kind != FieldKind.Free)
            {
                Add(problems, $"{place} must be {type.Phrase}, not null.", "Leave it out for its default.");
            }

            return;
        }

        if (type.Kind == FieldKind.Duration && value.ValueKind == JsonValueKind.String)
        {
            if (!Durations.TryParse(value.GetString()!, out _, out var error))
            {
                Add(problems, $"{place} must be {type.Phrase}, not {Shown(value)}.", error);
            }
        }
        else if (!Fits(type, value))
        {
            Add(problems, $"{place} must be {type.Phrase}, not {Shown(value)}.", null);
        }
        else if (type.Kind == FieldKind.Record)
        {
            CheckRecord(type.Record, value, place, problems);
        }
        else if (type.Kind == FieldKind.List)
        {
            var index = 0;
            foreach (var element in value.EnumerateArray())
            {
                Check(type.Element!, nullable: false, element, $"{place}[{index++}]", problems);
            }
        }
        else if (type.Kind == FieldKind.Map)
        {
            foreach (var element in value.EnumerateObject())
            {
                Check(type.Element!, nullable: false, element.Value, Join(place, Cut(element.Name)), problems);
            }
        }
    }

    private static bool Fits(FieldType type, JsonElement value) => (type.Kind, value.ValueKind) switch
    {
        (FieldKind.Flag, JsonValueKind.True or JsonValueKind.False) => true,
        (FieldKind.Integer, JsonValueKind.Number) => FitsInteger(type, value),
        (FieldKind.Number, JsonValueKind.Number) => value.TryGetDouble(out var number) && double.IsFinite(number),
        (FieldKind.Instant, JsonValueKind.String) => value.TryGetDateTimeOffset(out _),
        (FieldKind.Bytes, JsonValueKind.String) => value.TryGetBytesFromBase64(out _),
        (FieldKind.Choice, JsonValueKind.String) => type.Choices.Contains(value.GetString()),
        (FieldKind.Text, JsonValueKind.String) => true,
        (FieldKind.List, JsonValueKind.Array) => true,
        (FieldKind.Map or FieldKind.Record, JsonValueKind.Object) => true,
        (FieldKind.Free, _) => true,
        _ => false,
    };

    private static bool FitsInteger(FieldType type, JsonElement value) =>
        (Nullable.GetUnderlyingType(type.Json.Type) ?? type.Json.Type) == typeof(long)
            ? value.TryGetInt64(out _)
            : value.TryGetInt32(out _);

    private static void Add(List<Problem> problems, string message, string? fix)
    {
        if (problems.Count < ProblemsMax)
        {
            problems.Add(new Problem(message, fix));
        }
    }

    private static string Join(string place, string name) => place.Length == 0 ? name : place + "." + name;

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"'{Cut(value.GetString()!)}'",
        _ => Cut(value.GetRawText()),
    };

    private static string Cut(string text) => text.Length <= ShownCharactersMax ? text : text[..ShownCharactersMax] + "…";
}
