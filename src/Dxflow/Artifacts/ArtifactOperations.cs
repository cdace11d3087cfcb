using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Operations;

namespace Dxflow.Artifacts;

internal sealed record UploadArtifact(
    [Description("The name that tasks see it under.")] string Name,
    [Description("A file, or a directory, which is sent as an archive: tar, tar in gzip, or zip.")] ArtifactKind Kind = ArtifactKind.File,
    [Description("Whether a file can be executed.")] bool Executable = false,
    [Description("SHA-256 of all that is sent, 64 hexadecimal digits: what came otherwise is refused.")] string? Sha256 = null);

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
    [Description("The reference, as an upload or an output gives it.")] string Reference,
    [Description("How a directory is sent.")] ArchiveForm Archive = ArchiveForm.Tar);

/// <summary>Files and directories brought to an engine from elsewhere, and fetched from it.</summary>
internal static class ArtifactOperations
{
    public static readonly IReadOnlyList<Operation> All =
    [
        Operation.Upload(
            "artifact.upload", "POST /api/artifacts", Permission.Workflow, Effect.Changes,
            "Bring a file to the engine, or a directory as an archive, to be an input of runs.",
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
            "Fetch a file, or a directory as an archive.",
            ArtifactJson.Default,
            static (ArtifactDesk desk, DownloadArtifact request, Call call) => desk.DownloadAsync(request, call))
            .With("dxflow artifact download artifact:dir/SHA256/results results.zip --archive zip"),
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
    Converters = [typeof(WireEnum<ArtifactKind>), typeof(WireEnum<ArchiveForm>)])]
internal sealed partial class ArtifactJson : JsonSerializerContext;
