using System.Globalization;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Looking;

namespace Dxflow.Runtimes.GridEngine;

/// <summary>
/// Grid Engine's words (SGE, its sons and Altair's). A job is known again by its name, <c>STEP.dxflow.OWNER.KEY</c>, as names are all that
/// one list of the queue tells; <paramref name="owner"/> tells engines of one user apart. A single job is an array of one element, so that
/// all are called <c>JOB.ELEMENT</c>, elements from 1. What runs cannot be sent signals: <c>qdel</c> kills. What is over is not in the
/// queue any more, and is looked up in the site's accounts.
/// </summary>
internal sealed class GridEngineScheduler(string owner) : IBatchScheduler
{
    public const string Kind = "grid-engine";

    private const string MemoryName = "h_vmem";
    private const string GpuName = "gpu";

    /// <summary>The engine's own limit is to be the first: this is for when there is no engine.</summary>
    private static readonly TimeSpan TimeSpare = TimeSpan.FromMinutes(2);

    public string Name => "Grid Engine";

    public IReadOnlyList<string> Variables { get; } =
        ["SGE_ROOT", "SGE_CELL", "SGE_QMASTER_PORT", "SGE_EXECD_PORT", "SGE_CLUSTER_NAME", "SGE_ARCH"];

    public bool HasSignals => false;

    public string JobExpression => "$JOB_ID.$SGE_TASK_ID";

    public string NodeExpression => "$HOSTNAME";

    public string IndexExpression => "$((SGE_TASK_ID - 1))";

    public string? Refusal(BatchTarget target, TaskAsk ask) =>
        Slots(ask) > 1 && Environment(target, ask) is null
            ? ask is { Nodes: 1, Tasks: 1 }
                ? $"{Slots(ask)} cpus need a parallel environment on one node, and target `{target.Name}` names none (`pe`)"
                : $"several nodes or tasks need a parallel environment, and target `{target.Name}` names none (`pe-tasks`)"
            : null;

    public SchedulerCall Submit(BatchTarget target, Submission submission)
    {
        var ask = submission.Ask;
        var slots = Slots(ask);

        // -w e: what can never run is refused now, and does not wait for ever. -C "": nothing in the script is an option.
        var arguments = new List<string>
        {
            "-terse", "-w", "e", "-b", "n", "-r", "n", "-S", "/bin/sh", "-C", "", "-wd", "/", "-o", "/dev/null", "-j", "y", "-m", "n",
            "-N", $"{JobName.Lettered(submission.Name)}{Mark}{submission.Key}", "-t", Text($"1-{submission.Count}"),
        };
        if (slots > 1)
        {
            arguments.AddRange(["-pe", Environment(target, ask)!, Text($"{slots}")]);
        }

        // Memory is asked for for each slot, gpus are counted for the job.
        if (ask.MemoryBytes > 0)
        {
            arguments.AddRange(["-l", Text($"{target.Names?.Memory ?? MemoryName}={Share(ask.MemoryBytes, slots << 10)}K")]);
        }

        if (ask.Gpus > 0)
        {
            arguments.AddRange(["-l", Text($"{target.Names?.Gpus ?? GpuName}={ask.Gpus}")]);
        }

        if ((submission.Life ?? (ask.RunMax + TimeSpare)) is { } most)
        {
            arguments.AddRange(["-l", Text($"h_rt={Math.Ceiling(most.TotalSeconds)}")]);
        }

        (string, string?)[] optional = [("-q", target.Partition), ("-P", target.Account), ("-l", target.Constraint)];
        return new SchedulerCall("qsub", SubmitWords.Of(target, ask, arguments, optional, submission.Script));
    }

    public SubmitAnswer Submitted(ProgramEnd end)
    {
        if (end.Code is null)
        {
            return new SubmitAnswer(SubmitOutcome.Unknown, Said: end.Output);
        }

        if (end.Code == 0)
        {
            // NUMBER.FIRST-LAST:STEP; warnings may stand before it.
            var job = end.Output.Split('\n')[^1].Split('.')[0].Trim();
            return job.Length > 0 && job.All(char.IsAsciiDigit)
                ? new SubmitAnswer(SubmitOutcome.Accepted, job)
                : new SubmitAnswer(SubmitOutcome.Unknown, Said: end.Output);
        }

        var said = GridEngineRefusals.Said(end.Output);
        return new SubmitAnswer(GridEngineRefusals.Of(end.Code.Value, said), Said: said);
    }

    public string Element(string job, int index, int count) => Text($"{job}.{index + 1}");

    public SchedulerCall List() => new("qstat", ["-xml", "-u", "$user", "-s", "prs", "-g", "d"]);

    public IReadOnlyList<JobView>? Listed(ProgramEnd end) => GridEngineList.Jobs(end)?
        .Where(job => job.Key(Mark) is not null)
        .Select(job => new JobView(
            job.Key(Mark)!, job.Element - 1, Text($"{job.Number}.{job.Element}"), GridEngineStates.Of(job.State), JobEnd.None,
            GridEngineStates.Said(job.State), job.Node))
        .ToList();

    public SchedulerCall Show(string job) => new("qstat", ["-xml", "-j", Parts(job).Number]);

    public JobView? Shown(string job, ProgramEnd end) => GridEngineList.One(job, Parts(job).Element, end);

    public SchedulerCall? Account(string job) => new("qacct", ["-j", Parts(job).Number, "-t", Parts(job).Element]);

    public JobView? Accounted(string job, ProgramEnd end) => GridEngineAccounts.Read(job, Mark, end);

    public SchedulerCall Cancel(IReadOnlyList<string> jobs) => new("qdel", jobs);

    public SchedulerCall Signal(IReadOnlyList<string> jobs, int signal) =>
        throw new InvalidOperationException("Grid Engine sends no signals");

    public SchedulerCall Hold(IReadOnlyList<string> jobs) => new("qhold", jobs);

    public SchedulerCall Release(IReadOnlyList<string> jobs) => new("qrls", jobs);

    public SchedulerCall Limits() => new("qconf", ["-sconf"]);

    public int? ArrayMax(ProgramEnd end)
    {
        const string Key = "max_aj_tasks";
        var line = end.Code == 0
            ? end.Output.Split('\n').FirstOrDefault(static each => each.StartsWith(Key, StringComparison.Ordinal)) : null;
        return !int.TryParse(line?[Key.Length..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var max) ? null
            : max == 0 ? int.MaxValue : max;
    }

    public SchedulerCall Partitions() => new("qstat", ["-xml", "-g", "c"]);

    public IReadOnlyList<PartitionSight>? PartitionsOf(ProgramEnd end) => GridEngineList.Queues(end);

    public SchedulerCall Jobs() => new("qstat", ["-xml", "-u", "$user", "-s", "prs", "-r"]);

    public IReadOnlyList<JobSight>? JobsOf(ProgramEnd end, TimeZoneInfo zone) => GridEngineList.Jobs(end)?
        .Select(job => job.Sight(Mark, zone)).ToList();

    private string Mark => $".dxflow.{owner}.";

    private static long Slots(TaskAsk ask) => Math.Max(Math.Max(1, ask.Tasks), (long)Math.Ceiling(ask.Cpus));

    private static string? Environment(BatchTarget target, TaskAsk ask) =>
        ask is { Nodes: 1, Tasks: 1 } ? target.Names?.Slots : target.Names?.Tasks;

    private static long Share(long all, long slots) => (all + slots - 1) / slots;

    private static (string Number, string Element) Parts(string job) =>
        job.Split('.', 2) is [var number, var element] ? (number, element) : (job, "1");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
