using System.Text.Json;
using System.Text.Json.Serialization;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Batch.Keeping;

namespace Dxflow.Runtimes.Batch.Files;

/// <summary>
/// Written into an attempt's directory before its job is submitted: under which key and as which element it will be in the queue, so that
/// it is found there whatever happens in between; whether it shares its job with others. <see cref="Program"/> is for people.
/// <see cref="Ask"/> and <see cref="Name"/>: what it is submitted with once more, and compared with what nodes have; not in records of
/// before.
/// </summary>
internal sealed record JobRecord(
    string Key, int Index, string Program, bool Shares = false, TaskAsk? Ask = null, string Name = "")
{
    /// <summary>The task, as whoever finds it again takes it into care.</summary>
    public BatchTask TaskOf(TaskRef task) => new(task, Name, Ask ?? new TaskAsk(), Program) { Key = Key, Index = Index, Shares = Shares };

    /// <summary>Of what runs and has no record any more.</summary>
    public const string NoKey = "none";

    private const string FileName = "job.json";
    private const int BytesMax = 64 << 10;

    public void Write(string attemptDirectory) =>
        FileCalls.WriteWhole(
            Path.Join(attemptDirectory, FileName), JsonSerializer.SerializeToUtf8Bytes(this, JobRecordJson.Default.JobRecord));

    /// <summary>
    /// Null: nothing was ever submitted, as this is written whole before. A key is part of a path, and tasks may write here: what is none
    /// is not taken.
    /// </summary>
    public static JobRecord? Read(string attemptDirectory)
    {
        try
        {
            return AttemptFile.Read(Path.Join(attemptDirectory, FileName), BytesMax) is { } content
                && JsonSerializer.Deserialize(content, JobRecordJson.Default.JobRecord) is { } record
                && record.Key.Length > 0 && record.Key.All(char.IsAsciiHexDigitLower)
                    ? record : null;
        }
        catch (JsonException)
        {
            // A torn one: the engine ended while it wrote, and submits after.
            return null;
        }
    }
}

[JsonSerializable(typeof(JobRecord))]
[JsonSerializable(typeof(TaskReport))]
[JsonSerializable(typeof(List<string>))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
internal sealed partial class JobRecordJson : JsonSerializerContext;
