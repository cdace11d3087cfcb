using System.ComponentModel;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Cli;

[JsonConverter(typeof(WireEnum<ShellKind>))]
internal enum ShellKind
{
    Bash,
    Zsh,
    Fish,
    Pwsh,
}

internal sealed record ShowVersion;

internal sealed record VersionInfo(string Version, string Runtime, string System);

internal sealed record WriteCompletion([Description("The shell to write it for.")] ShellKind Shell);

internal sealed record CompleteWords(
    [Description("The words typed so far, without dxflow; the last one is being completed.")][Rest] IReadOnlyList<string>? Words = null);

/// <summary>What the commands of the command line itself take and answer.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ShowVersion))]
[JsonSerializable(typeof(VersionInfo))]
[JsonSerializable(typeof(WriteCompletion))]
[JsonSerializable(typeof(CompleteWords))]
internal sealed partial class RootJson : JsonSerializerContext;
