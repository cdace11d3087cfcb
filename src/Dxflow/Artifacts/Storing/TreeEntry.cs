using System.Text.Json.Serialization;

namespace Dxflow.Artifacts.Storing;

/// <summary>One name in a stored directory.</summary>
internal sealed record TreeEntry(string Name, string Sha256, ArtifactKind Kind, long Size, bool Executable = false)
{
    public Artifact Artifact => new(Sha256, Kind, Name, Size, Executable);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(TreeEntry))]
internal sealed partial class TreeJson : JsonSerializerContext;
