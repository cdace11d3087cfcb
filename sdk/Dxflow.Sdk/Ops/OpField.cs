using System.Text.Json.Serialization.Metadata;
using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Ops;

/// <summary>One input or output of an operator: a property of its record.</summary>
/// <param name="Property">As C# has it.</param>
/// <param name="Name">As JSON and the document have it.</param>
/// <param name="Type">Its type in the document.</param>
/// <param name="IsRequired">Of an input: whether it has neither default nor may be null.</param>
/// <param name="File">Of an output: where it is left, from the work directory.</param>
/// <param name="IsEarly">Of an output: whether it is kept although the operator failed.</param>
internal sealed record OpField(string Property, string Name, DocumentType Type, bool IsRequired, string File, bool IsEarly)
{
    public static IReadOnlyList<OpField> Of(JsonTypeInfo record)
    {
        if (record.Kind != JsonTypeInfoKind.Object)
        {
            throw new ArgumentException($"{record.Type} is no record: the contract of an operator is one, with a property for each value.");
        }

        return [.. record.Properties.Select(One)];
    }

    private static OpField One(JsonPropertyInfo property)
    {
        var type = DocumentType.Of(property.PropertyType);
        // Of references the compiler alone knows whether they may be null; the contract was told.
        type = !property.PropertyType.IsValueType && (property.IsGetNullable || property.IsSetNullable)
            && property.AttributeProvider is not null
            ? type with { Optional = IsNullable(property) }
            : type;
        var parameter = property.AssociatedParameter;
        var member = (property.AttributeProvider as System.Reflection.MemberInfo)?.Name ?? parameter?.Name ?? property.Name;
        var file = Attribute<OutputFileAttribute>(property)?.Name
            ?? (type is { IsArtifact: false, Name: "list" or "map" or "json" } ? property.Name + ".json" : property.Name);
        var isRequired = !type.Optional && parameter is not { HasDefaultValue: true };
        var isEarly = Attribute<EarlyAttribute>(property) is not null;
        return new(member, Names.Value(property.Name), type, isRequired, "outputs/" + file, isEarly);
    }

    private static bool IsNullable(JsonPropertyInfo property) =>
        property.AssociatedParameter is { } parameter ? parameter.IsNullable : property.IsSetNullable;

    // A record's property, or the parameter that it is made of.
    private static T? Attribute<T>(JsonPropertyInfo property)
        where T : Attribute => new[] { property.AttributeProvider, property.AssociatedParameter?.AttributeProvider }
            .SelectMany(static place => place?.GetCustomAttributes(typeof(T), inherit: false) ?? []).OfType<T>().FirstOrDefault();
}
