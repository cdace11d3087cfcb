using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Dxflow.Operations.Contracts;

/// <summary>
/// What a wire record looks like from outside, read once from the generated JSON contract: the one source of routes' parameters,
/// command lines, tables and documentation. Fields are in the order of declaration.
/// </summary>
internal sealed class Contract
{
    private static readonly ConcurrentDictionary<JsonTypeInfo, Contract> Known = new();
    private readonly Dictionary<string, Field> _byName;

    private Contract(JsonTypeInfo type)
    {
        Type = type;
        Fields = [.. type.Properties
            .OrderBy(static property => property.AssociatedParameter?.Position ?? int.MaxValue)
            .Select(property => Describe(property, type.Options))];
        _byName = Fields.ToDictionary(static field => field.Name, StringComparer.Ordinal);
    }

    public JsonTypeInfo Type { get; }

    public IReadOnlyList<Field> Fields { get; }

    public static Contract Of(JsonTypeInfo type) => Known.GetOrAdd(type, static type => new Contract(type));

    /// <summary>The JSON contract of a type that a noun's context has to know.</summary>
    public static JsonTypeInfo In(JsonSerializerContext context, Type type) => context.GetTypeInfo(type)
        ?? throw new InvalidOperationException($"{context.GetType().Name} does not know {type.Name}: add [JsonSerializable] for it.");

    public Field? Find(string name) => _byName.GetValueOrDefault(name);

    public static FieldType TypeOf(JsonTypeInfo json)
    {
        var type = Nullable.GetUnderlyingType(json.Type) ?? json.Type;
        if (type.IsEnum)
        {
            return new FieldType(FieldKind.Choice, null, json, ChoicesOf(type, json.Options.GetTypeInfo(type)));
        }

        if (Scalar(type) is { } scalar)
        {
            return new FieldType(scalar, null, json, []);
        }

        return json.Kind switch
        {
            JsonTypeInfoKind.Enumerable => new FieldType(FieldKind.List, ElementOf(json), json, []),
            JsonTypeInfoKind.Dictionary => new FieldType(FieldKind.Map, ElementOf(json), json, []),
            JsonTypeInfoKind.Object => new FieldType(FieldKind.Record, null, json, []),
            // A value with a converter of its own is text on the wire.
            _ => new FieldType(FieldKind.Text, null, json, []),
        };
    }

    private static FieldType ElementOf(JsonTypeInfo json) => TypeOf(json.Options.GetTypeInfo(json.ElementType!));

    private static FieldKind? Scalar(Type type) => type switch
    {
        _ when type == typeof(string) => FieldKind.Text,
        _ when type == typeof(bool) => FieldKind.Flag,
        _ when type == typeof(int) || type == typeof(long) => FieldKind.Integer,
        _ when type == typeof(double) => FieldKind.Number,
        _ when type == typeof(DateTimeOffset) => FieldKind.Instant,
        _ when type == typeof(TimeSpan) => FieldKind.Duration,
        _ when type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>) => FieldKind.Bytes,
        _ when type == typeof(JsonElement) => FieldKind.Free,
        _ => null,
    };

    /// <summary>The names as the converter itself writes them, the real default first.</summary>
    private static List<string> ChoicesOf(Type type, JsonTypeInfo json)
    {
        var names = new List<string>();
        foreach (var value in Enum.GetValuesAsUnderlyingType(type))
        {
            names.Add(JsonSerializer.SerializeToElement(Enum.ToObject(type, value), json).ToString());
        }

        return names;
    }

    private static Field Describe(JsonPropertyInfo property, JsonSerializerOptions options)
    {
        var parameter = property.AssociatedParameter;
        var description = default(string);
        var marks = default(FieldMarks);
        foreach (var attribute in Attributes(parameter?.AttributeProvider).Concat(Attributes(property.AttributeProvider)))
        {
            marks = attribute switch
            {
                ShortAttribute letter => marks with { Short = letter.Letter },
                ArgumentAttribute => marks with { Argument = true },
                RestAttribute => marks with { Rest = true },
                FromFileAttribute => marks with { FromFile = true },
                SuffixAttribute => marks with { Suffix = true },
                WideAttribute => marks with { Wide = true },
                SecretAttribute => marks with { Secret = true },
                BareAttribute bare => marks with { Bare = bare.Value },
                FilesAttribute => marks with { Files = true },
                AuditedAttribute => marks with { Audited = true },
                _ => marks,
            };
            description = (attribute as DescriptionAttribute)?.Description ?? description;
        }

        var type = TypeOf(options.GetTypeInfo(property.PropertyType));
        var given = parameter is { HasDefaultValue: true } ? parameter.DefaultValue : null;
        return new Field(property.Name, type, property.IsRequired, property.IsSetNullable, given, description, marks, property);
    }

    private static object[] Attributes(ICustomAttributeProvider? from) => from?.GetCustomAttributes(inherit: false) ?? [];
}
