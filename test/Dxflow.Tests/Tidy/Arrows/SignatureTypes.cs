using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Dxflow.Tests.Tidy.Arrows;

/// <summary>Hands over each named type that stands in a signature; the answer itself is not needed.</summary>
internal sealed class SignatureTypes(Action<TypeName> found) : ISignatureTypeProvider<bool, object?>
{
    public static TypeName Name(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? Name(reader, outer)
            : new TypeName(reader.GetString(type.Namespace), Plain(reader.GetString(type.Name)));
    }

    public static TypeName Name(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? Name(reader, (TypeReferenceHandle)type.ResolutionScope)
            : new TypeName(reader.GetString(type.Namespace), Plain(reader.GetString(type.Name)));
    }

    public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Found(Name(reader, handle));

    public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Found(Name(reader, handle));

    public bool GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, context);

    public bool GetArrayType(bool elementType, ArrayShape shape) => true;

    public bool GetByReferenceType(bool elementType) => true;

    public bool GetFunctionPointerType(MethodSignature<bool> signature) => true;

    public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => true;

    public bool GetGenericMethodParameter(object? genericContext, int index) => true;

    public bool GetGenericTypeParameter(object? genericContext, int index) => true;

    public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => true;

    public bool GetPinnedType(bool elementType) => true;

    public bool GetPointerType(bool elementType) => true;

    public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => true;

    public bool GetSZArrayType(bool elementType) => true;

    /// <summary>Without the count of type parameters: <c>List`1</c> is <c>List</c>.</summary>
    private static string Plain(string name) => name.Split('`')[0];

    private bool Found(TypeName type)
    {
        found(type);
        return true;
    }
}
