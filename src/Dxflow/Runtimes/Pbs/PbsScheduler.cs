using System.Globalization;
using System.Text.Json;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Looking;

namespace Dxflow.Runtimes.Pbs;

/// <summary>
/// The words of PBS Professional and OpenPBS. A job is known again by its name, <c>STEP.dxflow.OWNER.KEY</c>; <paramref name="owner"/>
/// tells engines of one user apart, who is <paramref name="user"/>: full words about the queue are to be had by number alone, so a list
/// takes two questions. A job is called <c>12.SERVER</c>, an array <c>12[].SERVER</c>, its elements, from 0, <c>12[3].SERVER</c>.
/// </summary>
internal sealed class PbsScheduler(string owner, string user) : IBatchScheduler
{
    public const string Kind = "pbs";

    private const int ArrayMaxDefault = 10_000;
    private const long KibiByte = 1 << 10;
    private const string GpuName = "ngpus";
    private const string Elements = "[]";

    /// <summary>The engine's own limit is to be the first: this is for when there is no engine.</summary>
    private static readonly TimeSpan TimeSpare = TimeSpan.FromMinutes(2);

    /// <summary>The request may have arrived.</summary>
    private static readonly string[] Lost = ["timed out", "timeout", "End of File", "Premature end"];

    private static readonly string[] Passing =
    [
        "cannot connect to server", "Connection refused", "No route to host", "would exceed", "exceeds", "limit on number of jobs",
        "Server busy", "Resource temporarily unavailable", "Server is not accepting", "Queue is not enabled",
    ];

    public string Name => "PBS";

    public IReadOnlyList<string> Variables { get; } = ["PBS_CONF_FILE", "PBS_SERVER", "PBS_DEFAULT", "PBS_EXEC", "PBS_HOME"];

    public string JobExpression => "$PBS_JOBID";

    public string NodeExpression => "$(uname -n)";

    public string IndexExpression => "${PBS_ARRAY_INDEX:-0}";

    public SchedulerCall Submit(BatchTarget target, Submission submission)
    {
        var ask = submission.Ask;
        var nodes = Math.Max(1, ask.Nodes);
        var tasks = Math.Max(1, ask.Tasks);
        var perNode = (tasks + nodes - 1) / nodes;
        var cpus = Math.Max(perNode, (long)Math.Ceiling(ask.Cpus / nodes));
        var chunk = Text($"select={nodes}:ncpus={cpus}");
        if (tasks > 1)
        {
            chunk += Text($":mpiprocs={perNode}");
        }

        if (ask.MemoryBytes > 0)
        {
            chunk += Text($":mem={((ask.MemoryBytes / nodes) + KibiByte - 1) / KibiByte}kb");
        }

        if (ask.Gpus > 0)
        {
            chunk += Text($":{target.Names?.Gpus ?? GpuName}={ask.Gpus}");
        }

        if (target.Constraint is { } constraint)
        {
            chunk += ":" + constraint;
        }

        var arguments = new List<string>
        {
            "-N", $"{JobName.Lettered(submission.Name)}{Mark}{submission.Key}", "-S", "/bin/sh", "-j", "oe", "-o", "/dev/null",
            "-m", "n", "-l", chunk,
        };

        // An array may always be begun again, as far as PBS is concerned; what has begun has its token.
        arguments.AddRange(submission.Count > 1 ? ["-J", Text($"0-{submission.Count - 1}")] : ["-r", "n"]);
        if ((submission.Life ?? (ask.RunMax + TimeSpare)) is { } most)
        {
            arguments.AddRange(["-l", Text($"walltime={Math.Ceiling(most.TotalSeconds)}")]);
        }

        (string, string?)[] optional = [("-q", target.Partition), ("-A", target.Account)];
        return new SchedulerCall("qsub", SubmitWords.Of(target, ask, arguments, optional, submission.Script));
    }

    public SubmitAnswer Submitted(ProgramEnd end)
    {
        if (end.Code is null)
        {
            return new SubmitAnswer(SubmitOutcome.Unknown, Said: end.Output);
        }

        var last = end.Output.Split('\n')[^1].Trim();
        if (end.Code == 0)
        {
            return last.Length > 0 && char.IsAsciiDigit(last[0]) && !last.Contains(' ')
                ? new SubmitAnswer(SubmitOutcome.Accepted, last)
                : new SubmitAnswer(SubmitOutcome.Unknown, Said: end.Output);
        }

        var said = last.StartsWith("qsub: ", StringComparison.Ordinal) ? last["qsub: ".Length..] : last;
        return new SubmitAnswer(
            Has(Lost, end.Output) ? SubmitOutcome.Unknown : Has(Passing, end.Output) ? SubmitOutcome.Later : SubmitOutcome.Refused,
            Said: said.Length > 0 ? said : "qsub failed and did not say why");
    }

    public string Element(string job, int index, int count) =>
        count == 1 ? job : job.Replace(Elements, Text($"[{index}]"), StringComparison.Ordinal);

    public SchedulerCall List() => new("qselect", ["-x", "-u", user]);

    public SchedulerCall? ListOf(ProgramEnd named)
    {
        var jobs = named.Code == 0 ? Named(named.Output) : [];
        return jobs.Count > 0 ? new SchedulerCall("qstat", ["-x", "-t", "-f", "-F", "json", .. jobs]) : null;
    }

    public IReadOnlyList<JobView>? Listed(ProgramEnd end) => PbsAnswers.Jobs(end)?
        .Where(job => job.Key(Mark) is not null && !job.Id.Contains(Elements, StringComparison.Ordinal))
        .Select(job => View(job, job.Key(Mark)!)).ToList();

    public SchedulerCall Show(string job) => new("qstat", ["-x", "-t", "-f", "-F", "json", job]);

    public JobView? Shown(string job, ProgramEnd end) =>
        end.Code is not null && end.Output.Contains("Unknown Job", StringComparison.OrdinalIgnoreCase)
            ? new JobView("", 0, job, JobPhase.Gone)
            : PbsAnswers.Jobs(end)?.FirstOrDefault(each => each.Id == job) is { } there ? View(there, "") : null;

    public SchedulerCall Cancel(IReadOnlyList<string> jobs) => new("qdel", jobs);

    public SchedulerCall Signal(IReadOnlyList<string> jobs, int signal) => new("qsig", ["-s", Text($"{signal}"), .. jobs]);

    /// <summary>An element cannot be held, but its array can: what has begun of it goes on.</summary>
    public SchedulerCall Hold(IReadOnlyList<string> jobs) => new("qhold", ["-h", "u", .. Whole(jobs)]);

    public SchedulerCall Release(IReadOnlyList<string> jobs) => new("qrls", ["-h", "u", .. Whole(jobs)]);

    public SchedulerCall Limits() => new("qstat", ["-B", "-f", "-F", "json"]);

    public int? ArrayMax(ProgramEnd end) => PbsAnswers.Read(end, "Server", static servers =>
        servers.EnumerateObject().Select(static server => PbsAnswers.Number(server.Value, "max_array_size")).FirstOrDefault()
            is > 0 and var max ? max : ArrayMaxDefault) is > 0 and var most ? most : null;

    public SchedulerCall Partitions() => new("qstat", ["-Q", "-f", "-F", "json"]);

    public IReadOnlyList<PartitionSight>? PartitionsOf(ProgramEnd end) => PbsAnswers.Queues(end);

    public SchedulerCall Jobs() => new("qselect", ["-u", user]);

    public IReadOnlyList<JobSight>? JobsOf(ProgramEnd end, TimeZoneInfo zone) => PbsAnswers.Jobs(end)?
        .Where(static job => job.State is not ("F" or "X" or "M")).Select(job => job.Sight(Mark, zone)).ToList();

    private string Mark => $".dxflow.{owner}.";

    private static JobView View(PbsJob job, string key)
    {
        var (phase, end) = job.Stands();
        return new JobView(key, job.Element ?? JobView.Rest, job.Id, phase, end, job.Said(phase), job.Node);
    }

    /// <summary>Lines of nothing but a job's number.</summary>
    private static List<string> Named(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(static line => char.IsAsciiDigit(line[0]) && !line.Contains(' '))];

    private static IEnumerable<string> Whole(IReadOnlyList<string> jobs) => jobs.Select(static job =>
    {
        var (open, close) = (job.IndexOf('[', StringComparison.Ordinal), job.IndexOf(']', StringComparison.Ordinal));
        return open > 0 && close > open ? job[..(open + 1)] + job[close..] : job;
    }).Distinct();

    private static bool Has(string[] words, string said) =>
        Array.Exists(words, word => said.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
