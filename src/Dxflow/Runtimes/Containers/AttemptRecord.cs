using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Hooks;

namespace Dxflow.Runtimes.Containers;

/// <summary>
/// The file <c>container</c> in an attempt's directory: which container the attempt is.
/// <list type="number">
/// <item>The container is created; its name is the start token.</item>
/// <item>This is written, durably. <see cref="Before"/> is when the container had been started before, if it is one started again.</item>
/// <item>The container is started.</item>
/// <item>Once its end is known, <see cref="Final"/> is written, so that the truth outlives the container.</item>
/// </list>
/// <see cref="PostStart"/> and <see cref="PreStop"/> are what is run in it after 3 and before it is stopped, and how far that has come;
/// <see cref="HookFailure"/> says why the attempt has failed at that, whatever its container does then.
/// Found without it, an attempt never ran; it is then written with a <see cref="Final"/> that says so, and no start goes past that.
/// </summary>
internal sealed record AttemptRecord(
    string Format,
    int Version,
    string? Id = null,
    string? Name = null,
    bool Kept = false,
    bool Init = false,
    string? Before = null,
    string? EndedBefore = null,
    AttemptEnd? Final = null,
    HookProgress? PostStart = null,
    HookProgress? PreStop = null,
    string? HookFailure = null)
{
    public const string FormatName = "dxflow-container";
    public const int VersionNow = 1;

    /// <summary>Hooks are as long as their document lets them be.</summary>
    private const int BytesMax = 64 << 20;

    public static AttemptRecord Empty { get; } = new(FormatName, VersionNow);

    public static string PathIn(string directory) => Path.Join(directory, "container");

    /// <summary>Null: nothing has been made for this attempt.</summary>
    /// <exception cref="Fault">The file cannot be read, or is another version's.</exception>
    public static AttemptRecord? Read(TaskRef task)
    {
        try
        {
            if (AttemptFile.Read(PathIn(task.Directory), BytesMax) is not { } content)
            {
                return null;
            }

            var record = JsonSerializer.Deserialize(content, AttemptJson.Default.AttemptRecord);
            return record is { Format: FormatName, Version: VersionNow }
                ? record
                : throw new JsonException($"it is {record?.Format} {record?.Version}, and this is version {VersionNow}");
        }
        catch (Exception failure) when (failure is DiskException or JsonException)
        {
            throw Unusable(task, failure);
        }
    }

    public void Write(TaskRef task)
    {
        try
        {
            AtomicFile.Write(
                LocalDisk.Instance,
                PathIn(task.Directory),
                JsonSerializer.SerializeToUtf8Bytes(this, AttemptJson.Default.AttemptRecord));
        }
        catch (DiskException failure)
        {
            throw Unusable(task, failure);
        }
    }

    private static Fault Unusable(TaskRef task, Exception failure) => new(
        failure is DiskFullException ? FaultKind.Exhausted : FaultKind.Unavailable,
        $"attempt {task.Id} cannot be looked at: {failure.Message}",
        "make the disk writable or free some room; the engine asks again",
        failure);
}

/// <summary>How an attempt ended, in the words of a <see cref="TaskReport"/>.</summary>
internal sealed record AttemptEnd(
    TaskState State,
    int? Exit = null,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null,
    FailureReason Reason = FailureReason.None,
    string? Detail = null)
{
    public static AttemptEnd Of(TaskReport report) =>
        new(report.State, report.Exit, report.StartedAt, report.EndedAt, report.Reason, report.Detail);

    public TaskReport Report(AttemptId id) =>
        new(id, State, Exit, Exit is { } code ? ExitCode.SignalOf(code) : null, StartedAt, EndedAt, Reason, Detail);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AttemptRecord))]
internal sealed partial class AttemptJson : JsonSerializerContext;
