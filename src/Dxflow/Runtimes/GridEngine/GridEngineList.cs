using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Looking;

namespace Dxflow.Runtimes.GridEngine;

/// <summary>What <c>qstat -xml</c> says. Warnings may stand before it; what cannot be read is no answer.</summary>
internal static class GridEngineList
{
    private const string Begin = "<?xml";
    private const string Gone = "do not exist";

    public static IReadOnlyList<GridEngineJob>? Jobs(ProgramEnd end) => Root(end) is not { Name.LocalName: "job_info" } root ? null
        : [.. root.Descendants("job_list").Select(static job => new GridEngineJob(
            Text(job, "JB_job_number"), Text(job, "full_job_name") is { Length: > 0 } whole ? whole : Text(job, "JB_name"),
            Text(job, "state"), Text(job, "queue_name"), Text(job, "tasks"), Number(Text(job, "slots")))
        {
            RunMax = job.Elements("hard_request").FirstOrDefault(static each => (string?)each.Attribute("name") == "h_rt")?.Value,
            SubmittedAt = Text(job, "JB_submission_time"),
            StartedAt = Text(job, "JAT_start_time"),
        })];

    /// <summary>One element of a job, as <c>qstat -j</c> has it: what is not among its elements does not run, and does not wait.</summary>
    public static JobView? One(string job, string element, ProgramEnd end)
    {
        var gone = new JobView("", 0, job, JobPhase.Gone);
        if (end.Code is not null && end.Output.Contains(Gone, StringComparison.Ordinal))
        {
            return gone;
        }

        if (Root(end) is not { } root)
        {
            return null;
        }

        if (root.Name.LocalName == "unknown_jobs")
        {
            return gone;
        }

        if (root.Name.LocalName != "detailed_job_info" || !root.Descendants("JB_job_number").Any())
        {
            return null;
        }

        var mine = root.Descendants("JB_ja_tasks").Elements()
            .FirstOrDefault(each => (string?)each.Element("JAT_task_number") == element);
        var trouble = mine?.Descendants("QIM_message").FirstOrDefault()?.Value.Trim();
        return mine is null ? gone
            : trouble is null ? new JobView("", 0, job, JobPhase.Running)
            : new JobView("", 0, job, JobPhase.Stuck, JobEnd.None, trouble);
    }

    public static IReadOnlyList<PartitionSight>? Queues(ProgramEnd end) => Root(end) is not { Name.LocalName: "job_info" } root ? null
        : [.. root.Descendants("cluster_queue_summary").Select(static queue =>
        {
            var (total, idle, used) = (Number(Text(queue, "total")), Number(Text(queue, "available")), Number(Text(queue, "used")));
            return new PartitionSight(
                Text(queue, "name"), false, total > 0 && idle + used == 0 ? "down" : "up", null, "", 0, 0, total, idle);
        })];

    private static XElement? Root(ProgramEnd end)
    {
        var at = end.Code == 0 ? end.Output.IndexOf(Begin, StringComparison.Ordinal) : -1;
        if (at < 0)
        {
            return null;
        }

        try
        {
            using var reader = XmlReader.Create(
                new StringReader(end.Output[at..]), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string Text(XElement element, string name) => ((string?)element.Element(name) ?? "").Trim();

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
