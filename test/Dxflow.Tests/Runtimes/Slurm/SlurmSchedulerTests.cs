using Dxflow.Foundation.Processes;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Slurm;
using Xunit;

namespace Dxflow.Tests.Runtimes.Slurm;

public sealed class SlurmSchedulerTests
{
    private readonly SlurmScheduler slurm = new("engine");

    [Fact]
    public void One_task_is_a_job_and_several_are_an_array()
    {
        var one = Submit(new TaskAsk());
        Assert.Equal("sbatch", one.Program);
        Assert.Contains("--comment=dxflow:engine:ab", one.Arguments);
        Assert.Contains("--no-requeue", one.Arguments);
        Assert.Contains("--export=ALL", one.Arguments);
        Assert.DoesNotContain(one.Arguments, static each => each.StartsWith("--array", StringComparison.Ordinal));
        Assert.Equal("/shared/script", one.Arguments[^1]);
        Assert.Contains("--array=0-9", Submit(new TaskAsk(), count: 10).Arguments);
    }

    [Fact]
    public void What_a_step_asks_for_is_rounded_up_and_shared_out()
    {
        var call = Submit(new TaskAsk(Cpus: 6.5, MemoryBytes: (3L << 30) + 1, Nodes: 2, Tasks: 4, RunMax: TimeSpan.FromSeconds(61)));
        string[] expected = ["--nodes=2", "--ntasks=4", "--cpus-per-task=2", "--mem=1537M", "--time=4"];
        Assert.All(expected, each => Assert.Contains(each, call.Arguments));
        Assert.DoesNotContain(Submit(new TaskAsk()).Arguments, static each => each.StartsWith("--mem", StringComparison.Ordinal)
            || each.StartsWith("--time", StringComparison.Ordinal));
    }

    [Fact]
    public void A_target_says_where_and_its_options_come_last()
    {
        var target = new BatchTarget("x", Partition: "long", Account: "lab", Qos: "q", Constraint: "a&b", Options: ["--exclusive"]);
        var call = slurm.Submit(target, new Submission("ab", "n", "/s", 1, new TaskAsk()));
        Assert.Equal(["--partition=long", "--account=lab", "--qos=q", "--constraint=a&b", "--exclusive", "/s"], call.Arguments.TakeLast(6));
    }

    [Fact]
    public void Gpus_and_what_a_document_adds_are_options()
    {
        var target = new BatchTarget("x", Options: ["--exclusive"], Names: new SiteNames(Gpus: "accel"));
        var ask = new TaskAsk(Gpus: 2, Directives: ["--reservation=maint"]);
        var arguments = slurm.Submit(target, new Submission("ab", "n", "/s", 1, ask)).Arguments;
        Assert.Contains("--gres=accel:2", arguments);
        Assert.Equal(["--exclusive", "--reservation=maint", "/s"], arguments.TakeLast(3));
        Assert.Contains("--gres=gpu:2", Submit(ask).Arguments);
        Assert.DoesNotContain(Submit(new TaskAsk()).Arguments, static each => each.StartsWith("--gres", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("relax", "relax")]
    [InlineData("a b\n#SBATCH --uid=0", "a-b--SBATCH---uid-0")]
    [InlineData("", "dxflow")]
    public void A_name_is_harmless_in_everybodys_lists(string name, string plain) => Assert.Contains(
        $"--job-name={plain}", slurm.Submit(new BatchTarget("x"), new Submission("ab", name, "/s", 1, new TaskAsk())).Arguments);

    [Theory]
    [InlineData(0, "123", "Accepted", "123")]
    [InlineData(0, "123;cluster", "Accepted", "123")]
    [InlineData(0, "sbatch: warning: something\n123", "Accepted", "123")]
    [InlineData(0, "well", "Unknown", null)]
    [InlineData(0, "", "Unknown", null)]
    [InlineData(null, "sbatch did not end within 30 s", "Unknown", null)]
    [InlineData(1, "sbatch: error: Batch job submission failed: Socket timed out on send/recv operation", "Unknown", null)]
    [InlineData(1, "sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)", "Later", null)]
    [InlineData(1, "sbatch: error: QOSMaxSubmitJobPerUserLimit\nsbatch: error: Batch job submission failed: Job violates"
        + " accounting/QOS policy (job submit limit, user's size and/or time limits)", "Later", null)]
    [InlineData(1, "sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying", "Later", null)]
    [InlineData(1, "sbatch: fatal: Could not establish a configuration source", "Later", null)]
    [InlineData(1, "sbatch: error: Batch job submission failed: Invalid job array specification", "Later", null)]
    [InlineData(1, "sbatch: error: Batch job submission failed: Invalid partition name specified", "Refused", null)]
    [InlineData(1, "sbatch: error: Batch job submission failed: Requested node configuration is not available", "Refused", null)]
    [InlineData(1, "", "Refused", null)]
    public void An_answer_to_a_submission_is_understood(int? code, string output, string outcome, string? job)
    {
        var answer = slurm.Submitted(new ProgramEnd(code, output));
        Assert.Equal((outcome, job), (answer.Outcome.ToString(), answer.Job));
        Assert.True(answer.Outcome == SubmitOutcome.Accepted || answer.Said is not null);
    }

    [Fact]
    public void What_waits_for_room_instead_of_failing_has_perhaps_arrived_and_there_is_no_room_for_so_many()
    {
        var answer = slurm.Submitted(
            new ProgramEnd(null, "sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying"));
        Assert.Equal(
            new SubmitAnswer(SubmitOutcome.Unknown, Said: "Slurm temporarily unable to accept job (MaxJobCount)", IsFull: true), answer);
        Assert.False(slurm.Submitted(new ProgramEnd(null, "sbatch did not end within 30 s")).IsFull);
    }

    [Fact]
    public void A_refusal_is_said_without_the_programs_name() => Assert.Equal(
        "Batch job submission failed: Invalid qos specification",
        slurm.Submitted(new ProgramEnd(1, "sbatch: error: Batch job submission failed: Invalid qos specification")).Said);

    [Fact]
    public void An_option_that_is_none_is_named() => Assert.Equal(
        "unrecognized option '--reservation x'",
        slurm.Submitted(new ProgramEnd(
            1, "/usr/bin/sbatch: unrecognized option '--reservation x'\nTry \"sbatch --help\" for more information")).Said);

    [Fact]
    public void The_list_has_ours_and_nobody_elses()
    {
        var list = slurm.Listed(new ProgramEnd(0, """
            12|RUNNING|n1|dxflow:engine:ab|12|None
            13_4|PENDING||dxflow:engine:cd|19|Nodes required for job are DOWN, DRAINED or reserved | for others
            14|RUNNING|n2|dxflow:other:ab|14|None
            15|COMPLETED|n2|(null)|15|None
            16|RUNNING
            17_0|CANCELLED|n3|dxflow:engine:ef|17|None
            """))!;
        Assert.Equal(["12", "13_4", "17_0"], list.Select(static view => view.Job));
        Assert.Equal(JobView.Rest, list[0].Index);
        Assert.Equal(("cd", 4, JobPhase.Waiting, (string?)null), (list[1].Key, list[1].Index, list[1].Phase, list[1].Node));
        Assert.StartsWith("Nodes required", list[1].Said);
        Assert.EndsWith("for others", list[1].Said);
        Assert.Equal((JobPhase.Ended, JobEnd.Cancelled, "CANCELLED"), (list[2].Phase, list[2].End, list[2].Said));
        Assert.Empty(slurm.Listed(new ProgramEnd(0, ""))!);
    }

    [Theory]
    [InlineData("PENDING", "BadConstraints", "None")]
    [InlineData("PENDING", "PartitionTimeLimit", "None")]
    [InlineData("PENDING", "Resources", "Some")]
    [InlineData("PENDING", "QOSMaxJobsPerUserLimit", "Some")]
    [InlineData("PENDING", "PartitionConfig", "Doubtful")]
    [InlineData("PENDING", "PartitionNodeLimit", "Doubtful")]
    [InlineData("RUNNING", "BadConstraints", "Some")]
    public void A_job_that_can_never_begin_is_told_from_one_that_waits(string state, string reason, string hope) => Assert.Equal(
        hope, Assert.Single(slurm.Listed(new ProgramEnd(0, $"12|{state}||dxflow:engine:ab|12|{reason}"))!).Hope.ToString());

    [Theory]
    [InlineData(4000, 0, 1, 1, "a task asks for 4000 cpus, and no node has more than 64")]
    [InlineData(64, 300, 1, 1, "it asks for 300GiB of memory on a node, and none has more than 250GiB")]
    [InlineData(16, 0, 1, 1, null)]
    [InlineData(64, 200, 1, 1, null)]
    [InlineData(192, 0, 3, 3, "it asks for 3 nodes, and 1 have what it asks for on each")]
    [InlineData(96, 0, 4, 12, "it asks for 4 nodes, and 3 have what it asks for on each")]
    [InlineData(96, 0, 2, 12, "it asks for 12 tasks of 8 cpus on 2 nodes, and the largest carry 10")]
    [InlineData(80, 0, 2, 10, null)]
    public void What_no_nodes_can_carry_is_told_up_or_down(int cpus, int gigabytes, int nodes, int tasks, string? why)
    {
        var call = slurm.Nodes(new BatchTarget("x", Partition: "main"))!;
        Assert.Equal("sinfo --noheader --Node --format=%N|%c|%m --partition=main", $"{call.Program} {string.Join(' ', call.Arguments)}");
        var ask = new TaskAsk(cpus, (long)gigabytes << 30, nodes, tasks);
        Assert.Equal(why, slurm.Beyond(new ProgramEnd(0, "n1|16|64000\nn2|16|64000\nn1|16|64000\nbig|64|256000\n"), ask));
        Assert.Null(slurm.Beyond(new ProgramEnd(1, "n1|1|1"), ask));
        Assert.Null(slurm.Beyond(new ProgramEnd(0, "strange"), ask));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(null)]
    public void A_list_that_failed_is_no_list(int? code) =>
        Assert.Null(slurm.Listed(new ProgramEnd(code, "12|RUNNING|n1|dxflow:engine:ab|12|None")));

    [Fact]
    public void One_job_is_there_or_forgotten_or_nobody_knows()
    {
        var there = slurm.Shown("9", new ProgramEnd(0, "JobId=9 JobName=a b UserId=u(1) JobState=NODE_FAIL Reason=NodeDown NodeList=n1"));
        Assert.Equal((JobPhase.Ended, JobEnd.Displaced, "n1"), (there!.Phase, there.End, there.Node));
        Assert.Equal(JobPhase.Gone, slurm.Shown("9", new ProgramEnd(1, "slurm_load_jobs error: Invalid job id specified"))!.Phase);
        Assert.Null(slurm.Shown("9", new ProgramEnd(1, "slurm_load_jobs error: Unable to contact slurm controller (connect failure)")));
        Assert.Equal(JobPhase.Gone, slurm.Shown("9_3", new ProgramEnd(1, "Job 9_3 not found"))!.Phase);
        Assert.Null(slurm.Shown("9", new ProgramEnd(127, "scontrol: not found")));
        Assert.Null(slurm.Shown("9", new ProgramEnd(null, "")));
        Assert.Null(slurm.Shown("9", new ProgramEnd(0, "strange")));
    }

    [Theory]
    [InlineData(0, "A = 1\nMaxArraySize            = 1001\nB = 2", 1001)]
    [InlineData(0, "MaxArraySize            = 0", 1)]
    [InlineData(0, "MaxArraySize            = 1001\nSchedulerParameters     = bf_interval=1,max_array_tasks=50", 50)]
    [InlineData(0, "MaxArraySize            = 10\nSchedulerParameters     = max_array_tasks=50,nohold_on_prolog_fail", 10)]
    [InlineData(0, "nothing", null)]
    [InlineData(1, "MaxArraySize            = 1001", null)]
    public void The_sites_limit_of_arrays_is_read(int code, string output, int? max) =>
        Assert.Equal(max, slurm.ArrayMax(new ProgramEnd(code, output)));

    [Fact]
    public void Every_state_ends_waits_or_runs_and_a_new_one_concludes_nothing()
    {
        Assert.All(SlurmStates.All.Values, static each => Assert.Equal(each.Phase == JobPhase.Ended, each.End != JobEnd.None));
        Assert.Equal((JobPhase.Running, JobEnd.None), SlurmStates.Of("SOMETHING_NEW"));
        Assert.Equal(JobEnd.Cancelled, SlurmStates.Of("CANCELLED by 1000").End);
    }

    [Fact]
    public void A_job_that_is_no_task_says_how_long_it_lives_and_when_it_wants_to_be_told()
    {
        var arguments = slurm.Submit(
            new BatchTarget("x"),
            new Submission("ab", "pilot", "/s", 1, new TaskAsk(8), TimeSpan.FromMinutes(90), TimeSpan.FromSeconds(60))).Arguments;
        Assert.Contains("--time=90", arguments);
        Assert.Contains("--signal=B:USR1@60", arguments);
        Assert.DoesNotContain(Submit(new TaskAsk()).Arguments, static each => each.StartsWith("--signal", StringComparison.Ordinal));
    }

    private SchedulerCall Submit(TaskAsk ask, int count = 1) =>
        slurm.Submit(new BatchTarget("x"), new Submission("ab", "relax", "/shared/script", count, ask));
}
