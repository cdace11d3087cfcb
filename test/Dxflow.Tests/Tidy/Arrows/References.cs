using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Dxflow.Tests.Tidy.Arrows;

/// <summary>A type as the assembly names it; nested ones count as the type around them.</summary>
internal readonly record struct TypeName(string Namespace, string Name)
{
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";
}

/// <summary>One type uses another: by inheritance, an attribute, a signature, a local variable or an instruction.</summary>
internal readonly record struct Reference(TypeName From, TypeName To);

/// <summary>
/// Every reference that a built assembly makes, read from its metadata and instructions. What the compiler folds away
/// (constants, <c>nameof</c>, unused <c>using</c> lines) is not in there; <see cref="SourceReferences"/> sees those.
/// </summary>
internal sealed class References
{
    private readonly MetadataReader _metadata;
    private readonly PEReader _image;
    private readonly HashSet<Reference> _found = [];
    private readonly SignatureTypes _types;
    private TypeName _from;

    private References(PEReader image)
    {
        _image = image;
        _metadata = image.GetMetadataReader();
        _types = new SignatureTypes(Add);
    }

    public static IReadOnlySet<Reference> Of(string path)
    {
        using var image = new PEReader(File.OpenRead(path));
        var references = new References(image);
        foreach (var handle in references._metadata.TypeDefinitions)
        {
            references.Read(handle);
        }

        return references._found;
    }

    private void Read(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        _from = SignatureTypes.Name(_metadata, handle);
        Add(type.BaseType);
        Add(type.GetGenericParameters());
        Add(type.GetCustomAttributes());
        foreach (var implemented in type.GetInterfaceImplementations())
        {
            Add(_metadata.GetInterfaceImplementation(implemented).Interface);
        }

        foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            field.DecodeSignature(_types, null);
            Add(field.GetCustomAttributes());
        }

        foreach (var property in type.GetProperties().Select(_metadata.GetPropertyDefinition))
        {
            property.DecodeSignature(_types, null);
            Add(property.GetCustomAttributes());
        }

        foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
        {
            method.DecodeSignature(_types, null);
            Add(method.GetGenericParameters());
            Add(method.GetCustomAttributes());
            foreach (var parameter in method.GetParameters())
            {
                Add(_metadata.GetParameter(parameter).GetCustomAttributes());
            }

            ReadBody(method);
        }
    }

    private void ReadBody(MethodDefinition method)
    {
        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        var body = _image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_types, null);
        }

        foreach (var region in body.ExceptionRegions)
        {
            Add(region.CatchType);
        }

        foreach (var token in Instructions.Tokens(body.GetILReader()))
        {
            Add(MetadataTokens.EntityHandle(token));
        }
    }

    private void Add(GenericParameterHandleCollection parameters)
    {
        foreach (var constraint in parameters.SelectMany(handle => _metadata.GetGenericParameter(handle).GetConstraints()))
        {
            Add(_metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void Add(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes)
        {
            Add(_metadata.GetCustomAttribute(attribute).Constructor);
        }
    }

    private void Add(TypeName to) => _found.Add(new Reference(_from, to));

    private void Add(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                Add(SignatureTypes.Name(_metadata, (TypeDefinitionHandle)handle));
                break;
            case HandleKind.TypeReference:
                Add(SignatureTypes.Name(_metadata, (TypeReferenceHandle)handle));
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_types, null);
                break;
            case HandleKind.MethodDefinition:
                Add(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                Add(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodSpecification:
                var generic = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                Add(generic.Method);
                generic.DecodeSignature(_types, null);
                break;
            case HandleKind.MemberReference:
                AddMember(_metadata.GetMemberReference((MemberReferenceHandle)handle));
                break;
        }
    }

    private void AddMember(MemberReference member)
    {
        Add(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Field)
        {
            member.DecodeFieldSignature(_types, null);
        }
        else
        {
            member.DecodeMethodSignature(_types, null);
        }
    }
}
