using System.Globalization;
using System.Text.Json;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch.Looking;

namespace Dxflow.Runtimes.Pbs;

/// <summary>
/// What <c>qstat -F json</c> says. Complaints about single jobs stand before it, and its exit is then not 0: what it has is there all the
/// same. Nothing at all is what a first question without an answer leaves: no jobs.
/// </summary>
internal static class PbsAnswers
{
    private const string Refused = "cannot connect to server";

    public static IReadOnlyList<PbsJob>? Jobs(ProgramEnd end) => end is { Code: 0, Output: "" } ? []
        : Read<IReadOnlyList<PbsJob>>(end, nameof(Jobs), static jobs =>
            [.. jobs.EnumerateObject().Select(static job => Job(job.Name, job.Value))]);

    public static IReadOnlyList<PartitionSight>? Queues(ProgramEnd end) => Read<IReadOnlyList<PartitionSight>>(
        end, "Queue", static queues => [.. queues.EnumerateObject()
            .Where(static queue => Text(queue.Value, "queue_type") != "Route")
            .Select(static queue => new PartitionSight(
                queue.Name, false, (Text(queue.Value, "enabled"), Text(queue.Value, "started")) switch
                {
                    ("True", "True") => "up",
                    ("True", _) => "takes jobs and begins none",
                    _ => "down",
                },
                queue.Value.TryGetProperty("resources_max", out var most) ? Duration(Text(most, "walltime")) : null, "", 0, 0, 0, 0))]);

    /// <summary>What <paramref name="of"/> makes of a section; null: that was no answer.</summary>
    public static T? Read<T>(ProgramEnd end, string section, Func<JsonElement, T> of)
    {
        var at = end.Code is null ? -1 : end.Output.IndexOf('{', StringComparison.Ordinal);
        if (at < 0 || end.Output.Contains(Refused, StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(end.Output.AsMemory(at, end.Output.LastIndexOf('}') + 1 - at));
            return document.RootElement.TryGetProperty(section, out var found) && found.ValueKind == JsonValueKind.Object
                ? of(found) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static PbsJob Job(string id, JsonElement job)
    {
        var asked = job.TryGetProperty("Resource_List", out var list) ? list : default;
        return new PbsJob(id, Text(job, "Job_Name") ?? "", Text(job, "job_state") ?? "", Text(job, "queue") ?? "")
        {
            Comment = Text(job, "comment"),
            Host = Text(job, "exec_host"),
            Exit = Maybe(job, "Exit_status"),
            Substate = Number(job, "substate"),
            SubmittedAt = Text(job, "qtime") ?? Text(job, "ctime"),
            BegunAt = Text(job, "stime"),
            TimeMax = Text(asked, "walltime"),
            Cpus = Maybe(asked, "ncpus") ?? 1,
            Nodes = Maybe(asked, "nodect") ?? 1,
        };
    }

    public static int Number(JsonElement element, string name) => Maybe(element, name) ?? 0;

    /// <summary><c>HH:MM:SS</c>, or seconds.</summary>
    public static TimeSpan? Duration(string? text)
    {
        var parts = (text ?? "").Split(':');
        var seconds = 0L;
        foreach (var part in parts)
        {
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > int.MaxValue)
            {
                return null;
            }

            seconds = (seconds * 60) + number;
        }

        return parts.Length <= 3 ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>Versions differ in what is a number and what a text.</summary>
    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    private static int? Maybe(JsonElement element, string name) =>
        int.TryParse(Text(element, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
