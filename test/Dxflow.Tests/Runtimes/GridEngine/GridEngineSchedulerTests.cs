using Dxflow.Foundation.Processes;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.GridEngine;
using Xunit;

namespace Dxflow.Tests.Runtimes.GridEngine;

public sealed class GridEngineSchedulerTests
{
    private readonly GridEngineScheduler grid = new("engine");

    [Fact]
    public void Every_job_is_an_array_that_has_its_key_in_its_name()
    {
        var call = Submit(new TaskAsk(), new BatchTarget("x"), count: 10);
        Assert.Equal("qsub", call.Program);
        Assert.Equal(["-N", "relax.dxflow.engine.ab", "-t", "1-10", "/shared/script"], call.Arguments.TakeLast(5));
        Assert.Equal("1-1", Submit(new TaskAsk(), new BatchTarget("x")).Arguments[^2]);
        Assert.Equal("7.3", grid.Element("7", 2, 5));
        Assert.Equal("7.1", grid.Element("7", 0, 1));
    }

    [Fact]
    public void What_a_step_asks_for_is_shared_out_over_its_slots()
    {
        var target = new BatchTarget(
            "x", Partition: "long.q", Account: "lab", Constraint: "ssd=1", Options: ["-V", "-l scratch=1"],
            Names: new SiteNames("smp", "mpi", Gpus: "ngpus"));
        var ask = new TaskAsk(3.5, (1L << 30) + 1, RunMax: TimeSpan.FromSeconds(61), Gpus: 2, Directives: ["-p -5"]);
        var arguments = string.Join(' ', Submit(ask, target).Arguments);
        Assert.EndsWith(
            "-pe smp 4 -l h_vmem=262145K -l ngpus=2 -l h_rt=181 -q long.q -P lab -l ssd=1 -V -l scratch=1 -p -5 /shared/script", arguments);
        Assert.Contains("-pe mpi 8", string.Join(' ', Submit(new TaskAsk(8, Nodes: 2, Tasks: 4), target).Arguments));
        Assert.DoesNotContain("-pe", Submit(new TaskAsk(), target).Arguments);
    }

    [Fact]
    public void What_needs_a_parallel_environment_that_nobody_has_named_is_refused_at_once()
    {
        Assert.Null(grid.Refusal(new BatchTarget("x"), new TaskAsk()));
        Assert.Contains("`pe`", grid.Refusal(new BatchTarget("x"), new TaskAsk(2))!);
        Assert.Contains("`pe-tasks`", grid.Refusal(new BatchTarget("x", Names: new SiteNames("smp")), new TaskAsk(1, Tasks: 2))!);
        Assert.Null(grid.Refusal(new BatchTarget("x", Names: new SiteNames("smp")), new TaskAsk(2)));
    }

    [Theory]
    [InlineData("relax", "relax")]
    [InlineData("1st: a@b", "x-1st--a-b")]
    public void A_name_is_one_that_the_scheduler_takes(string name, string plain) => Assert.Contains(
        $"{plain}.dxflow.engine.ab",
        grid.Submit(new BatchTarget("x"), new Submission("ab", name, "/s", 1, new TaskAsk())).Arguments);

    [Theory]
    [InlineData(0, "3.1-1:1", "Accepted", "3")]
    [InlineData(0, "warning: something\n19.1-10:1", "Accepted", "19")]
    [InlineData(0, "well", "Unknown", null)]
    [InlineData(null, "qsub did not end within 30 s", "Unknown", null)]
    [InlineData(1, "failed receiving gdi request response for mid=1 (can't find connection).\nExiting.", "Unknown", null)]
    [InlineData(25, "Unable to run job: job rejected: only 2 jobs are allowed per user (current job count: 2)\nExiting.", "Later", null)]
    [InlineData(1, "error: commlib error: got select error (Connection refused)\nUnable to run job: unable to send message to qmaster using"
        + " port 1 on host \"localhost\": got send error\nExiting.", "Later", null)]
    [InlineData(1, "Unable to run job: error: no suitable queues\nExiting.", "Refused", null)]
    [InlineData(1, "Unable to run job: unknown resource \"gpu\"\nExiting.", "Refused", null)]
    [InlineData(1, "", "Refused", null)]
    public void An_answer_to_a_submission_is_understood(int? code, string output, string outcome, string? job)
    {
        var answer = grid.Submitted(new ProgramEnd(code, output));
        Assert.Equal((outcome, job), (answer.Outcome.ToString(), answer.Job));
        Assert.True(answer.Outcome == SubmitOutcome.Accepted || answer.Said is { Length: > 0 });
    }

    [Fact]
    public void A_refusal_is_said_without_what_stands_before_all_of_them() => Assert.Equal(
        "the requested project \"nopro\" does not exist",
        grid.Submitted(new ProgramEnd(
            1, "Unable to run job: job rejected: the requested project \"nopro\" does not exist\nExiting.")).Said);

    [Fact]
    public void The_list_has_ours_and_nobody_elses_whatever_stands_before_it()
    {
        var list = grid.Listed(new ProgramEnd(0, "warning: hello\n" + Queue))!;
        Assert.Equal(
            [("ab", 0, "3.1", JobPhase.Running), ("cd", 1, "4.2", JobPhase.Waiting), ("ef", 0, "14.1", JobPhase.Stuck)],
            list.Select(static view => (view.Key, view.Index, view.Job, view.Phase)));
        Assert.Equal(("localhost", "hqw (held)"), (list[0].Node, list[1].Said));
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(0, "")]
    [InlineData(0, "<?xml version='1.0'?><job_info><queue_info>")]
    [InlineData(0, "<?xml version='1.0'?><unknown_jobs/>")]
    [InlineData(null, "")]
    public void What_is_no_list_is_none(int? code, string output) => Assert.Null(grid.Listed(new ProgramEnd(code, output)));

    [Fact]
    public void An_empty_queue_is_a_list() => Assert.Empty(grid.Listed(new ProgramEnd(
        0, "<?xml version='1.0'?>\n<job_info xmlns:xsd=\"http://x\"><queue_info></queue_info><job_info></job_info></job_info>"))!);

    [Fact]
    public void One_element_is_there_or_stuck_or_gone_or_nobody_knows()
    {
        Assert.Equal(JobPhase.Running, grid.Shown("14.2", new ProgramEnd(0, One))!.Phase);
        var stuck = grid.Shown("14.1", new ProgramEnd(0, One))!;
        Assert.Equal(JobPhase.Stuck, stuck.Phase);
        Assert.EndsWith("can't chdir to /nosuchdir: No such file or directory", stuck.Said);
        Assert.Equal(JobPhase.Gone, grid.Shown("14.3", new ProgramEnd(0, One))!.Phase);
        const string Unknown = "<?xml version='1.0'?>\n<unknown_jobs ><ST_name>9</ST_name></unknown_jobs>";
        Assert.Equal(JobPhase.Gone, grid.Shown("9.1", new ProgramEnd(0, Unknown))!.Phase);
        Assert.Equal(JobPhase.Gone, grid.Shown("9.1", new ProgramEnd(1, "Following jobs do not exist: \n9"))!.Phase);
        Assert.Null(grid.Shown("9.1", new ProgramEnd(1, "error: unable to contact qmaster using port 1 on host \"x\"")));
        Assert.Null(grid.Shown("9.1", new ProgramEnd(null, "")));
    }

    [Theory]
    [InlineData("0", "0", "", "Over", "over with 0")]
    [InlineData("37  : qmaster enforced h_rt, h_cpu, or h_vmem limit", "137                  (Killed)", "1.773MB", "TimeLimit", "137")]
    [InlineData("37  : qmaster enforced h_rt, h_cpu, or h_vmem limit", "137                  (Killed)", "412.5MB", "OutOfMemory", "137")]
    [InlineData("100 : assumedly after job", "137                  (Killed)", "1.7MB", "Cancelled", "assumedly after job")]
    [InlineData("28  : changing into working directory", "0", "", "Impossible", "changing into working directory")]
    [InlineData("24  : migrating", "0", "", "Displaced", "migrating")]
    public void Accounts_tell_how_a_job_ended(string failed, string exit, string memory, string end, string said)
    {
        var view = grid.Accounted("5.2", new ProgramEnd(0, Account(failed, exit, memory, "lim.dxflow.engine.ab")))!;
        Assert.Equal((JobPhase.Ended, end, "5.2", "localhost"), (view.Phase, view.End.ToString(), view.Job, view.Node));
        Assert.Contains(said, view.Said);
    }

    [Fact]
    public void What_accounts_do_not_have_yet_is_waited_for_and_who_has_none_says_so()
    {
        Assert.Null(grid.Accounted("3.1", new ProgramEnd(1, "error: job id 3 not found")));
        Assert.Null(grid.Accounted("3.1", new ProgramEnd(1, "error: Job-array tasks 3.1-1:1 not found")));
        Assert.Null(grid.Accounted("3.1", new ProgramEnd(0, Account("0", "0", "", "somebody-elses"))));
        Assert.Null(grid.Accounted("3.1", new ProgramEnd(null, "")));
        const string None = "/x/common/accounting: No such file or directory\nno jobs running since startup";
        Assert.Equal(JobPhase.Gone, grid.Accounted("3.1", new ProgramEnd(1, None))!.Phase);
    }

    [Theory]
    [InlineData(0, "max_aj_instances             2000\nmax_aj_tasks                 75000\nmax_u_jobs 0", 75000)]
    [InlineData(0, "max_aj_tasks 0", int.MaxValue)]
    [InlineData(0, "nothing", null)]
    [InlineData(1, "max_aj_tasks 5", null)]
    public void The_sites_limit_of_arrays_is_read(int code, string output, int? max) =>
        Assert.Equal(max, grid.ArrayMax(new ProgramEnd(code, output)));

    [Theory]
    [InlineData("qw", "Waiting")]
    [InlineData("hqw", "Waiting")]
    [InlineData("hRwq", "Waiting")]
    [InlineData("Rq", "Waiting")]
    [InlineData("t", "Running")]
    [InlineData("r", "Running")]
    [InlineData("Rr", "Running")]
    [InlineData("S", "Running")]
    [InlineData("dr", "Ending")]
    [InlineData("Eqw", "Stuck")]
    [InlineData("?", "Running")]
    public void Letters_of_a_state_are_understood(string state, string phase) =>
        Assert.Equal(phase, GridEngineStates.Of(state).ToString());

    [Fact]
    public void People_see_names_without_marks_and_what_waits()
    {
        var jobs = grid.JobsOf(new ProgramEnd(0, Queue), TimeZoneInfo.Utc)!;
        Assert.Equal(["relax", "by-hand", "arr", "bad"], jobs.Select(static job => job.Name));
        Assert.Equal(("main.q", "r", 2, TimeSpan.FromSeconds(3)), (jobs[0].Partition, jobs[0].State, jobs[0].Cpus, jobs[0].TimeMax));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 18, 14, 53, TimeSpan.Zero), jobs[0].StartsAt);
        Assert.Equal(("hqw (held)", "cd"), (jobs[2].Reason, jobs[2].Key));
        Assert.Null(jobs[1].Key);
        var queue = Assert.Single(grid.PartitionsOf(new ProgramEnd(0, """
            <?xml version='1.0'?>
            <job_info  xmlns:xsd="http://x/qstat.xsd">
              <cluster_queue_summary>
                <name>long.q</name><load>1.01856</load><used>3</used><resv>0</resv><available>5</available><total>8</total>
                <temp_disabled>0</temp_disabled><manual_intervention>0</manual_intervention>
              </cluster_queue_summary>
            </job_info>
            """))!);
        Assert.Equal(("long.q", "up", 8, 5), (queue.Name, queue.State, queue.Cpus, queue.CpusIdle));
    }

    private SchedulerCall Submit(TaskAsk ask, BatchTarget target, int count = 1) =>
        grid.Submit(target, new Submission("ab", "relax", "/shared/script", count, ask));

    private static string Account(string failed, string exit, string memory, string name) => $"""
        ==============================================================
        qname        main.q
        hostname     localhost
        owner        someone
        jobname      {name}
        jobnumber    5
        taskid       2
        slots        4
        failed       {failed}
        exit_status  {exit}
        ru_wallclock 4s
        maxvmem      {memory}
        category     -l h_rt=3,h_vmem=100M -pe smp 4
        """;

    private const string Queue = """
        <?xml version='1.0'?>
        <job_info  xmlns:xsd="http://arc.liv.ac.uk/repos/darcs/sge/source/dist/util/resources/schemas/qstat/qstat.xsd">
          <queue_info>
            <job_list state="running">
              <JB_job_number>3</JB_job_number>
              <JAT_prio>0.25005</JAT_prio>
              <JB_name>relax.dxflow.engine.ab</JB_name>
              <state>r</state>
              <JAT_start_time>2026-11-22T18:14:53</JAT_start_time>
              <queue_name>main.q@localhost</queue_name>
              <slots>2</slots>
              <tasks>1</tasks>
              <full_job_name>relax.dxflow.engine.ab</full_job_name>
              <hard_request name="h_rt" resource_contribution="0.000000">3</hard_request>
            </job_list>
            <job_list state="running">
              <JB_job_number>12</JB_job_number>
              <JB_name>by-hand</JB_name>
              <state>r</state>
              <queue_name>main.q@localhost</queue_name>
              <slots>1</slots>
            </job_list>
          </queue_info>
          <job_info>
            <job_list state="pending">
              <JB_job_number>4</JB_job_number>
              <JB_name>arr.dxflow.engine.cd</JB_name>
              <state>hqw</state>
              <JB_submission_time>2026-11-22T18:14:53</JB_submission_time>
              <queue_name></queue_name>
              <slots>1</slots>
              <tasks>2</tasks>
            </job_list>
            <job_list state="pending">
              <JB_job_number>14</JB_job_number>
              <JB_name>bad.dxflow.engine.ef</JB_name>
              <state>Eqw</state>
              <queue_name></queue_name>
              <slots>1</slots>
              <tasks>1</tasks>
            </job_list>
          </job_info>
        </job_info>
        """;

    private const string One = """
        <?xml version='1.0'?>
        <detailed_job_info  xmlns:xsd="http://x/detailed_job_info.xsd">
          <djob_info>
            <element>
              <JB_job_number>14</JB_job_number>
              <JB_ja_tasks>
                <ulong_sublist>
                  <JAT_status>65536</JAT_status>
                  <JAT_task_number>1</JAT_task_number>
                  <JAT_message_list>
                    <ulong_sublist>
                      <QIM_type>1</QIM_type>
                      <QIM_message>11/22/2026 18:15:30: error: can&apos;t chdir to /nosuchdir: No such file or directory</QIM_message>
                    </ulong_sublist>
                  </JAT_message_list>
                </ulong_sublist>
                <ulong_sublist>
                  <JAT_status>128</JAT_status>
                  <JAT_task_number>2</JAT_task_number>
                </ulong_sublist>
              </JB_ja_tasks>
            </element>
          </djob_info>
          <messages></messages>
        </detailed_job_info>
        """;
}
