using System.Globalization;
using System.Text.Json;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch.Looking;

namespace Dxflow.Runtimes.Lsf;

/// <summary>
/// What <c>bjobs -json</c> and <c>bqueues -json</c> say: RECORDS, all values of which are texts. A queue without jobs is told in words.
/// </summary>
internal static class LsfAnswers
{
    public static IReadOnlyList<LsfJob>? Jobs(ProgramEnd end) => Records(end)?.Select(static job => new LsfJob(
        Text(job, "JOBID"), Text(job, "JOBINDEX"), Text(job, "JOB_NAME"), Text(job, "STAT"), Text(job, "QUEUE"), Text(job, "EXEC_HOST"))
    {
        ExitCode = Text(job, "EXIT_CODE"),
        ExitReason = Text(job, "EXIT_REASON"),
        PendReason = Text(job, "PEND_REASON"),
        Slots = Number(job, "NREQ_SLOT", 1),
    }).ToList();

    public static IReadOnlyList<PartitionSight>? Queues(ProgramEnd end) => Records(end)?.Select(static queue =>
    {
        var (most, runs) = (Number(queue, "MAX", 0), Number(queue, "RUN", 0));
        return new PartitionSight(Text(queue, "QUEUE_NAME"), false, Text(queue, "STATUS"), null, "", 0, 0, most, Math.Max(0, most - runs));
    }).ToList();

    private static List<JsonElement>? Records(ProgramEnd end)
    {
        if (end.Code is null)
        {
            return null;
        }

        var at = end.Output.IndexOf('{', StringComparison.Ordinal);
        if (at < 0)
        {
            // No job found; No unfinished job found.
            return end.Output.StartsWith("No ", StringComparison.Ordinal) && end.Output.EndsWith("job found", StringComparison.Ordinal)
                ? [] : null;
        }

        try
        {
            using var document = JsonDocument.Parse(end.Output.AsMemory(at, end.Output.LastIndexOf('}') + 1 - at));
            return document.RootElement.TryGetProperty("RECORDS", out var records) && records.ValueKind == JsonValueKind.Array
                ? [.. records.EnumerateArray().Select(static each => each.Clone())] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement record, string name) =>
        record.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText() : "";

    private static int Number(JsonElement record, string name, int otherwise) =>
        int.TryParse(Text(record, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
