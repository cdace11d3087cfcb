using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Operations;

namespace Dxflow.Artifacts;

internal sealed record UploadArtifact(
    [Description("The name that tasks see it under.")] string Name,
    [Description("A file, or a directory, which is sent as a tar archive.")] ArtifactKind Kind = ArtifactKind.File,
    [Description("Whether a file can be executed.")] bool Executable = false);

internal sealed record ArtifactInfo(
    [Description("How it is named elsewhere: -p NAME=@REFERENCE.")] string Reference,
    [Description("A file or a directory.")] ArtifactKind Kind,
    [Description("SHA-256 of the content, of a directory of its list.")] string Sha256,
    [Description("Bytes, of a directory with all below it.")] long Size);

internal sealed record KeepArtifacts(
    [Description("References, as an upload or an output gives them.")] IReadOnlyList<string> References);

internal sealed record ArtifactsKept(
    [Description("What the engine has; it stays for ten minutes at least.")] IReadOnlyList<ArtifactInfo> Items,
    [Description("References to what the engine does not have, or not whole.")] IReadOnlyList<string> Missing);

internal sealed record DownloadArtifact(
    [Description("The reference, as an upload or an output gives it.")] string Reference);

/// <summary>Files and directories brought to an engine from elsewhere, and fetched from it.</summary>
internal static class ArtifactOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Upload(
            "artifact.upload", "POST /api/artifacts", Permission.Workflow, Effect.Changes,
            "Bring a file to the engine, or a directory as a tar archive, to be an input of runs.",
            ArtifactJson.Default,
            static (ArtifactDesk desk, UploadArtifact request, Stream content, Call call) => desk.UploadAsync(request, content, call))
            .With("dxflow artifact upload reads.fastq reads.fastq", "tar c -C data . | dxflow artifact upload data - --kind dir"),
        Operation.Call(
            "artifact.keep", "POST /api/artifacts/keep", Permission.Workflow, Effect.Changes,
            "Say which artifacts the engine has, and keep these for the start of a run.",
            ArtifactJson.Default,
            static (ArtifactDesk desk, KeepArtifacts request, Call call) => desk.KeepAsync(request, call)),
        Operation.Download(
            "artifact.download", "GET /api/artifacts/download", Permission.Workflow, Effect.Reads,
            "Fetch a file, or a directory as a tar archive.",
            ArtifactJson.Default,
            static (ArtifactDesk desk, DownloadArtifact request, Call call) => desk.DownloadAsync(request, call)),
    ];
}

[JsonSerializable(typeof(UploadArtifact))]
[JsonSerializable(typeof(ArtifactInfo))]
[JsonSerializable(typeof(KeepArtifacts))]
[JsonSerializable(typeof(ArtifactsKept))]
[JsonSerializable(typeof(DownloadArtifact))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(WireEnum<ArtifactKind>)])]
internal sealed partial class ArtifactJson : JsonSerializerContext;
