using System.Globalization;
using System.Text.RegularExpressions;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Looking;

namespace Dxflow.Runtimes.Slurm;

/// <summary>
/// Slurm's words. A job is known again by its comment, <c>dxflow:OWNER:KEY</c>; <paramref name="owner"/> tells engines of one user apart.
/// Everything is an argument, never a line of the script.
/// </summary>
internal sealed partial class SlurmScheduler(string owner) : IBatchScheduler
{
    /// <summary>What a target is called that nobody has written down.</summary>
    public const string Kind = "slurm";

    public const string Submitter = "sbatch";

    private const long MebiByte = 1 << 20;

    /// <summary>Fields without blanks or bars come first; reasons have both.</summary>
    private const string Fields = "%i|%T|%N|%k|%A|%r";

    /// <summary>The engine's own limit is to be the first: this is for when there is no engine.</summary>
    private static readonly TimeSpan TimeSpare = TimeSpan.FromMinutes(2);

    public string Name => "Slurm";

    public IReadOnlyList<string> Variables { get; } = ["SLURM_CONF", "SLURM_CONF_SERVER"];

    public string JobExpression => "${SLURM_ARRAY_JOB_ID:-$SLURM_JOB_ID}${SLURM_ARRAY_TASK_ID:+_$SLURM_ARRAY_TASK_ID}";

    public string NodeExpression => "$SLURMD_NODENAME";

    public string IndexExpression => "${SLURM_ARRAY_TASK_ID:-0}";

    public SchedulerCall Submit(BatchTarget target, Submission submission)
    {
        var ask = submission.Ask;
        var tasks = Math.Max(1, ask.Tasks);

        // Of all variables there are, sbatch has few; any other word makes a node log its user in first, once for every job.
        var arguments = new List<string>
        {
            "--parsable", "--export=ALL", "--no-requeue", "--chdir=/", "--input=/dev/null", "--output=/dev/null", "--error=/dev/null",
            $"--job-name={JobName.Plain(submission.Name)}", $"--comment={Mark}{submission.Key}",
            Number("--nodes", ask.Nodes), Number("--ntasks", tasks),
            Number("--cpus-per-task", (long)Math.Max(1, Math.Ceiling(ask.Cpus / tasks))),
        };
        if (ask.MemoryBytes > 0)
        {
            var perNode = (ask.MemoryBytes + ask.Nodes - 1) / ask.Nodes;
            arguments.Add(Number("--mem", (perNode + MebiByte - 1) / MebiByte) + "M");
        }

        if (ask.Gpus > 0)
        {
            arguments.Add(Number($"--gres={target.Names?.Gpus ?? "gpu"}", ask.Gpus, ":"));
        }

        if (ask.RunMax is { } run)
        {
            arguments.Add(Number("--time", (long)Math.Ceiling((run + TimeSpare).TotalMinutes)));
        }

        if (submission.Life is { } life)
        {
            arguments.Add(Number("--time", (long)Math.Ceiling(life.TotalMinutes)));
        }

        if (submission.Notice is { } notice)
        {
            arguments.Add(Number("--signal=B:USR1@", (long)notice.TotalSeconds, ""));
        }

        if (submission.Count > 1)
        {
            arguments.Add(Number("--array=0-", submission.Count - 1, ""));
        }

        foreach (var (option, value) in new[]
        {
            ("--partition", target.Partition), ("--account", target.Account), ("--qos", target.Qos), ("--constraint", target.Constraint),
        })
        {
            if (value is not null)
            {
                arguments.Add($"{option}={value}");
            }
        }

        return new SchedulerCall(
            Submitter, [.. arguments, .. target.Options ?? [], .. ask.Directives ?? [], submission.Script], SlurmRefusals.Waiting);
    }

    public SubmitAnswer Submitted(ProgramEnd end)
    {
        if (end.Code is null)
        {
            // What it was about to try again may have arrived all the same.
            return SlurmRefusals.Waits(end.Output) is { } full
                ? new SubmitAnswer(SubmitOutcome.Unknown, Said: full, IsFull: true)
                : new SubmitAnswer(SubmitOutcome.Unknown, Said: end.Output);
        }

        var lines = end.Output.Split('\n');
        if (end.Code == 0)
        {
            // NUMBER, or NUMBER;CLUSTER; warnings may stand before it.
            var job = lines[^1].Split(';')[0].Trim();
            return job.Length > 0 && job.All(char.IsAsciiDigit)
                ? new SubmitAnswer(SubmitOutcome.Accepted, job)
                : new SubmitAnswer(SubmitOutcome.Unknown, Said: end.Output);
        }

        var said = SlurmRefusals.Said(lines);
        return new SubmitAnswer(SlurmRefusals.Of(said), Said: said);
    }

    public string Element(string job, int index, int count) =>
        count == 1 ? job : string.Create(CultureInfo.InvariantCulture, $"{job}_{index}");

    public SchedulerCall List() => new("squeue", ["--noheader", "--array", "--me", "--states=all", $"--format={Fields}"]);

    public IReadOnlyList<JobView>? Listed(ProgramEnd end)
    {
        if (end.Code != 0)
        {
            return null;
        }

        var views = new List<JobView>();
        foreach (var line in end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split('|', 6);
            if (parts.Length == 6 && parts[3].StartsWith(Mark, StringComparison.Ordinal))
            {
                views.Add(View(parts[3][Mark.Length..], parts[0], parts[1], parts[2], parts[5]) with { Number = parts[4] });
            }
        }

        return views;
    }

    public SchedulerCall Show(string job) => new("scontrol", ["--oneliner", "show", "job", job]);

    public JobView? Shown(string job, ProgramEnd end)
    {
        if (end.Code is null)
        {
            return null;
        }

        if (end.Code != 0)
        {
            return end.Output.Contains("Invalid job id", StringComparison.OrdinalIgnoreCase)
                || end.Output == $"Job {job} not found"
                ? new JobView("", 0, job, JobPhase.Gone) : null;
        }

        // NAME=VALUE, and values with blanks in them; those that count have none.
        var fields = end.Output.Split('\n')[0].Split(' ').Select(static word => word.Split('=', 2))
            .Where(static pair => pair.Length == 2).GroupBy(static pair => pair[0])
            .ToDictionary(static group => group.Key, static group => group.First()[1]);
        return fields.TryGetValue("JobState", out var state)
            ? View("", job, state, fields.GetValueOrDefault("NodeList", ""), fields.GetValueOrDefault("Reason", "")) : null;
    }

    public SchedulerCall Cancel(IReadOnlyList<string> jobs) => new("scancel", ["--quiet", .. jobs]);

    public SchedulerCall Signal(IReadOnlyList<string> jobs, int signal) =>
        new("scancel", ["--quiet", "--full", Number("--signal", signal), .. jobs]);

    /// <summary>As a user does, also where the engine's user is an operator: then the user can undo it.</summary>
    public SchedulerCall Hold(IReadOnlyList<string> jobs) => new("scontrol", ["uhold", string.Join(',', jobs)]);

    public SchedulerCall Release(IReadOnlyList<string> jobs) => new("scontrol", ["release", string.Join(',', jobs)]);

    public bool HasSteps => true;

    public SchedulerCall Beside(BesideAsk ask) => SlurmSteps.Beside(ask);

    public SchedulerCall? Usage(IReadOnlyList<string> numbers) => SlurmSteps.Usage(numbers);

    public IReadOnlyDictionary<string, TaskUsage> UsageOf(ProgramEnd end) => SlurmSteps.UsageOf(end);

    public SchedulerCall Limits() => new("scontrol", ["show", "config"]);

    /// <summary>Indexes end where the site says; so many elements one array may have, of all of them, where it says that too.</summary>
    public int? ArrayMax(ProgramEnd end)
    {
        if (end.Code != 0 || ArraySize().Match(end.Output) is not { Success: true } size
            || !int.TryParse(size.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var max))
        {
            return null;
        }

        var tasks = ArrayTasks().Match(end.Output);
        return Math.Max(1, tasks.Success && int.TryParse(tasks.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var fewer)
            ? Math.Min(max, fewer) : max);
    }

    public SchedulerCall? Nodes(BatchTarget target) => SlurmNodes.Call(target);

    public string? Beyond(ProgramEnd nodes, TaskAsk ask) => SlurmNodes.Beyond(nodes, ask);

    public SchedulerCall Partitions() => SlurmQueue.Partitions();

    public IReadOnlyList<PartitionSight>? PartitionsOf(ProgramEnd end) => SlurmQueue.PartitionsOf(end);

    public SchedulerCall Jobs() => SlurmQueue.Jobs();

    public IReadOnlyList<JobSight>? JobsOf(ProgramEnd end, TimeZoneInfo zone) => SlurmQueue.JobsOf(end, Mark, zone);

    private string Mark => $"dxflow:{owner}:";

    private static JobView View(string key, string job, string state, string nodes, string reason)
    {
        var (phase, ending) = SlurmStates.Of(state);
        var underscore = job.IndexOf('_', StringComparison.Ordinal);
        var index = underscore >= 0
            && int.TryParse(job.AsSpan(underscore + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number : JobView.Rest;
        var said = phase is JobPhase.Waiting && reason.Length > 0 ? reason : state;
        return new JobView(
            key, index, job, phase, ending, said, nodes.Length > 0 && nodes != "(null)" ? nodes : null,
            phase is JobPhase.Waiting ? SlurmStates.Hopes.GetValueOrDefault(reason) : JobHope.Some);
    }

    [GeneratedRegex(@"^MaxArraySize\s*=\s*(\d+)", RegexOptions.Multiline)]
    private static partial Regex ArraySize();

    [GeneratedRegex(@"^SchedulerParameters\s*=.*\bmax_array_tasks=(\d+)", RegexOptions.Multiline)]
    private static partial Regex ArrayTasks();

    private static string Number(string option, long value, string between = "=") =>
        string.Create(CultureInfo.InvariantCulture, $"{option}{between}{value}");
}
