using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Files;

namespace Dxflow.Workflows.Carrying;

/// <summary>What an attempt was started with, kept beside it for <c>workflow why</c>: secrets are masked in it.</summary>
internal sealed record TaskRecord(IReadOnlyList<string> Command, JsonElement Inputs)
{
    private const string FileName = "task.json";

    public void Write(string attemptDirectory) =>
        FileCalls.WriteWhole(
            Path.Combine(attemptDirectory, FileName), JsonSerializer.SerializeToUtf8Bytes(this, TaskRecordJson.Default.TaskRecord));

    /// <summary>Null if there is none, or it is not whole: it is for people, and nothing rests on it.</summary>
    public static TaskRecord? Read(string attemptDirectory)
    {
        try
        {
            return JsonSerializer.Deserialize(
                File.ReadAllBytes(Path.Combine(attemptDirectory, FileName)), TaskRecordJson.Default.TaskRecord);
        }
        catch (Exception missing) when (missing is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(TaskRecord))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
internal sealed partial class TaskRecordJson : JsonSerializerContext;
