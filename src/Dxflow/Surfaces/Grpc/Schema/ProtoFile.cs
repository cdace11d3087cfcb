namespace Dxflow.Surfaces.Grpc.Schema;

/// <summary>One <c>.proto</c> file as data: what is written from the catalog, read back for its numbers, and told by reflection.</summary>
internal sealed record ProtoFile(
    string Package,
    IReadOnlyList<string> Imports,
    IReadOnlyList<ProtoService> Services,
    IReadOnlyList<ProtoMessage> Messages,
    IReadOnlyList<ProtoEnum> Enums);

internal sealed record ProtoService(string Name, IReadOnlyList<ProtoMethod> Methods);

/// <summary>Types are named as in the text: of this package, or in full.</summary>
internal sealed record ProtoMethod(
    string Name, string Input, string Output, bool ClientStreams = false, bool ServerStreams = false, string? Comment = null);

internal sealed record ProtoMessage(string Name, IReadOnlyList<ProtoField> Fields, ProtoReserved Reserved);

internal sealed record ProtoEnum(string Name, IReadOnlyList<ProtoValue> Values, ProtoReserved Reserved);

internal sealed record ProtoValue(string Name, int Number);

/// <summary>Numbers and names of what was removed: nothing else may ever have them.</summary>
internal sealed record ProtoReserved(IReadOnlyList<int> Numbers, IReadOnlyList<string> Names)
{
    public static readonly ProtoReserved None = new([], []);
}

internal enum ProtoLabel
{
    /// <summary>No presence: not sent is the same as zero. Messages have presence always.</summary>
    Plain,

    /// <summary>Whether it was sent is known.</summary>
    Optional,
    Repeated,

    /// <summary><c>map&lt;string, Type&gt;</c>.</summary>
    Map,
}

/// <summary><see cref="OneOf"/> names the choice that this is one of.</summary>
internal sealed record ProtoField(
    string Name, int Number, string Type, ProtoLabel Label = ProtoLabel.Plain, string? OneOf = null, string? Comment = null);
