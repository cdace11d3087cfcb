using System.Globalization;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Looking;

namespace Dxflow.Runtimes.Lsf;

/// <summary>
/// LSF's words, of version 10 on (units in limits, JSON). A job is known again by its name, <c>STEP.dxflow.OWNER.KEY</c>;
/// <paramref name="owner"/> tells engines of one user apart. A single job is an array of one element, so that all are called
/// <c>JOB[ELEMENT]</c>, elements from 1.
/// </summary>
internal sealed class LsfScheduler(string owner) : IBatchScheduler
{
    public const string Kind = "lsf";

    private const string Fields = "jobid jobindex stat job_name queue exec_host exit_code exit_reason pend_reason nreq_slot";
    private const long MebiByte = 1 << 20;

    /// <summary>The engine's own limit is to be the first: this is for when there is no engine.</summary>
    private static readonly TimeSpan TimeSpare = TimeSpan.FromMinutes(2);

    /// <summary>The request may have arrived.</summary>
    private static readonly string[] Lost = ["Communication time out", "timed out", "Connection reset"];

    private static readonly string[] Passing =
    [
        "Cannot connect to LSF", "LSF is down", "Please wait", "batch daemon not responding", "LIM is down", "threshold", "Too many",
        "Pending job", "limit has been reached", "system is closed", "Queue has been closed", "Queue is closed",
    ];

    public string Name => "LSF";

    public IReadOnlyList<string> Variables { get; } =
        ["LSF_ENVDIR", "LSF_SERVERDIR", "LSF_BINDIR", "LSF_LIBDIR", "EGO_CONFDIR", "EGO_TOP"];

    public string JobExpression => "${LSB_JOBID}[${LSB_JOBINDEX}]";

    public string NodeExpression => "$(uname -n)";

    public string IndexExpression => "$((LSB_JOBINDEX - 1))";

    public SchedulerCall Submit(BatchTarget target, Submission submission)
    {
        var ask = submission.Ask;
        var nodes = Math.Max(1, ask.Nodes);
        var slots = Math.Max(Math.Max(1, ask.Tasks), (long)Math.Ceiling(ask.Cpus));
        var arguments = new List<string>
        {
            "-J", Text($"{JobName.Lettered(submission.Name)}{Mark}{submission.Key}[1-{submission.Count}]"),
            "-cwd", "/", "-o", "/dev/null", "-rn", "-n", Text($"{slots}"),
            "-R", nodes == 1 ? "span[hosts=1]" : Text($"span[ptile={(slots + nodes - 1) / nodes}]"),
        };
        if (ask.MemoryBytes > 0)
        {
            var perNode = ((ask.MemoryBytes / nodes) + MebiByte - 1) / MebiByte;
            arguments.AddRange(["-M", Text($"{perNode}MB"), "-R", Text($"rusage[mem={perNode}MB]")]);
        }

        if (ask.Gpus > 0)
        {
            arguments.AddRange(["-gpu", Text($"num={ask.Gpus}")]);
        }

        if ((submission.Life ?? (ask.RunMax + TimeSpare)) is { } most)
        {
            arguments.AddRange(["-W", Text($"{Math.Ceiling(most.TotalMinutes)}")]);
        }

        (string, string?)[] optional =
        [
            ("-q", target.Partition), ("-P", target.Account), ("-R", target.Constraint is { } select ? $"select[{select}]" : null),
        ];
        return new SchedulerCall("bsub", SubmitWords.Of(target, ask, arguments, optional, "/bin/sh", submission.Script));
    }

    public SubmitAnswer Submitted(ProgramEnd end)
    {
        if (end.Code is null)
        {
            return new SubmitAnswer(SubmitOutcome.Unknown, Said: end.Output);
        }

        // Job <NUMBER> is submitted to queue <NAME>. What stands before it are warnings.
        const string Begin = "Job <";
        var line = end.Output.Split('\n').LastOrDefault(static each => each.StartsWith(Begin, StringComparison.Ordinal)
            && each.Contains("> is submitted", StringComparison.Ordinal));
        if (line is not null)
        {
            return new SubmitAnswer(SubmitOutcome.Accepted, line[Begin.Length..line.IndexOf('>', StringComparison.Ordinal)]);
        }

        var said = end.Output.Split('\n')[0].Trim();
        return new SubmitAnswer(
            end.Code == 0 || Has(Lost, end.Output) ? SubmitOutcome.Unknown
                : Has(Passing, end.Output) ? SubmitOutcome.Later : SubmitOutcome.Refused,
            Said: said.Length > 0 ? said : "bsub failed and did not say why");
    }

    public string Element(string job, int index, int count) => Text($"{job}[{index + 1}]");

    public SchedulerCall List() => new("bjobs", ["-a", "-o", Fields, "-json"]);

    public IReadOnlyList<JobView>? Listed(ProgramEnd end) => LsfAnswers.Jobs(end)?
        .Where(job => job.Key(Mark) is not null).Select(job => View(job, job.Key(Mark)!)).ToList();

    public SchedulerCall Show(string job) => new("bjobs", ["-a", "-o", Fields, "-json", job]);

    public JobView? Shown(string job, ProgramEnd end) =>
        end.Code is not null && end.Output.Contains("is not found", StringComparison.Ordinal) ? new JobView("", 0, job, JobPhase.Gone)
            : LsfAnswers.Jobs(end)?.FirstOrDefault(each => each.Id == job) is { } there ? View(there, "") : null;

    public SchedulerCall Cancel(IReadOnlyList<string> jobs) => new("bkill", jobs);

    public SchedulerCall Signal(IReadOnlyList<string> jobs, int signal) => new("bkill", ["-s", Text($"{signal}"), .. jobs]);

    public SchedulerCall Hold(IReadOnlyList<string> jobs) => new("bstop", jobs);

    public SchedulerCall Release(IReadOnlyList<string> jobs) => new("bresume", jobs);

    public SchedulerCall Limits() => new("bparams", ["-a"]);

    public int? ArrayMax(ProgramEnd end)
    {
        const int Usual = 1_000;
        const string Key = "MAX_JOB_ARRAY_SIZE";
        var line = end.Output.Split('\n').Select(static each => each.Trim())
            .FirstOrDefault(static each => each.StartsWith(Key, StringComparison.Ordinal));
        if (end.Code != 0)
        {
            return null;
        }

        var value = line is null ? "" : line[Key.Length..].Trim(' ', '=', '\t');
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var max) ? Math.Max(1, max) : Usual;
    }

    public SchedulerCall Partitions() => new("bqueues", ["-o", "queue_name status max njobs pend run", "-json"]);

    public IReadOnlyList<PartitionSight>? PartitionsOf(ProgramEnd end) => LsfAnswers.Queues(end);

    public SchedulerCall Jobs() => new("bjobs", ["-o", Fields, "-json"]);

    public IReadOnlyList<JobSight>? JobsOf(ProgramEnd end, TimeZoneInfo zone) =>
        LsfAnswers.Jobs(end)?.Select(job => job.Sight(Mark)).ToList();

    private string Mark => $".dxflow.{owner}.";

    private static JobView View(LsfJob job, string key)
    {
        var (phase, end) = LsfStates.Of(job.State, job.ExitReason);
        return new JobView(key, job.Element - 1, job.Id, phase, end, job.Said(phase), job.Node);
    }

    private static bool Has(string[] words, string said) =>
        Array.Exists(words, word => said.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
