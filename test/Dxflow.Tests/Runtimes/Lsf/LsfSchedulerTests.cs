using Dxflow.Foundation.Processes;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Lsf;
using Xunit;

namespace Dxflow.Tests.Runtimes.Lsf;

public sealed class LsfSchedulerTests
{
    private readonly LsfScheduler lsf = new("engine");

    [Fact]
    public void Every_job_is_an_array_whose_script_is_a_file()
    {
        var call = Submit(new TaskAsk(), new BatchTarget("x"), 10);
        Assert.Equal("bsub", call.Program);
        Assert.Equal(["-J", "relax.dxflow.engine.ab[1-10]"], call.Arguments.Take(2));
        Assert.Equal(["-n", "1", "-R", "span[hosts=1]", "/bin/sh", "/shared/script"], call.Arguments.TakeLast(6));
        Assert.Equal("12[3]", lsf.Element("12", 2, 5));
        Assert.Equal("12[1]", lsf.Element("12", 0, 1));
    }

    [Fact]
    public void What_a_step_asks_for_has_its_units()
    {
        var target = new BatchTarget("x", Partition: "long", Account: "lab", Constraint: "ssd", Options: ["-sla x"]);
        var ask = new TaskAsk(8, (3L << 30) + 1, Nodes: 2, Tasks: 4, RunMax: TimeSpan.FromSeconds(61), Gpus: 2, Directives: ["-G group"]);
        var arguments = string.Join(' ', Submit(ask, target).Arguments);
        Assert.EndsWith(
            "-n 8 -R span[ptile=4] -M 1536MB -R rusage[mem=1536MB] -gpu num=2 -W 4 -q long -P lab -R select[ssd] -sla x -G group "
            + "/bin/sh /shared/script", arguments);
    }

    [Theory]
    [InlineData(0, "Job <123> is submitted to queue <normal>.", "Accepted", "123")]
    [InlineData(0, "Cannot connect to LSF. Please wait ...\nJob <123> is submitted to default queue <normal>.", "Accepted", "123")]
    [InlineData(0, "well", "Unknown", null)]
    [InlineData(null, "bsub did not end within 30 s", "Unknown", null)]
    [InlineData(255, "LSF is down. Please wait ...", "Later", null)]
    [InlineData(255, "User <a>: Pending job threshold reached. Job not submitted.", "Later", null)]
    [InlineData(255, "Failed in an LSF library call: Communication time out. Job not submitted.", "Unknown", null)]
    [InlineData(255, "nosuch: No such queue. Job not submitted.", "Refused", null)]
    public void An_answer_to_a_submission_is_understood(int? code, string output, string outcome, string? job)
    {
        var answer = lsf.Submitted(new ProgramEnd(code, output));
        Assert.Equal((outcome, job), (answer.Outcome.ToString(), answer.Job));
    }

    [Fact]
    public void The_list_has_ours_and_nobody_elses()
    {
        var list = lsf.Listed(new ProgramEnd(0, Queue))!;
        Assert.Equal(
            [
                ("ab", 0, "321[1]", JobPhase.Running, JobEnd.None), ("cd", 1, "322[2]", JobPhase.Waiting, JobEnd.None),
                ("cd", 0, "322[1]", JobPhase.Ended, JobEnd.TimeLimit),
            ],
            list.Select(static view => (view.Key, view.Index, view.Job, view.Phase, view.End)));
        Assert.Equal(("n1", "New job is waiting for scheduling;"), (list[0].Node, list[1].Said));
        Assert.StartsWith("TERM_RUNLIMIT", list[2].Said);
    }

    [Theory]
    [InlineData(255, "No job found", true)]
    [InlineData(0, "No unfinished job found", true)]
    [InlineData(0, """{ "COMMAND":"bjobs", "JOBS":0, "RECORDS":[] }""", true)]
    [InlineData(0, "", false)]
    [InlineData(255, "LSF is down. Please wait ...", false)]
    [InlineData(0, "{ broken }", false)]
    [InlineData(null, "No job found", false)]
    public void An_empty_queue_is_a_list_and_silence_is_none(int? code, string output, bool isList) =>
        Assert.Equal(isList, lsf.Listed(new ProgramEnd(code, output)) is { Count: 0 });

    [Fact]
    public void One_job_is_there_or_forgotten_or_nobody_knows()
    {
        Assert.Equal(JobPhase.Ended, lsf.Shown("322[1]", new ProgramEnd(0, Queue))!.Phase);
        Assert.Equal(JobPhase.Gone, lsf.Shown("9[1]", new ProgramEnd(255, "Job <9[1]> is not found"))!.Phase);
        Assert.Null(lsf.Shown("9[1]", new ProgramEnd(255, "LSF is down. Please wait ...")));
        Assert.Null(lsf.Shown("9[1]", new ProgramEnd(0, Queue)));
    }

    [Theory]
    [InlineData("PEND", "", "Waiting", "None")]
    [InlineData("PSUSP", "", "Waiting", "None")]
    [InlineData("RUN", "", "Running", "None")]
    [InlineData("SSUSP", "", "Running", "None")]
    [InlineData("UNKWN", "", "Running", "None")]
    [InlineData("ZOMBI", "", "Ending", "None")]
    [InlineData("DONE", "", "Ended", "Over")]
    [InlineData("EXIT", "", "Ended", "Over")]
    [InlineData("EXIT", "TERM_OWNER: job killed by owner", "Ended", "Cancelled")]
    [InlineData("EXIT", "TERM_MEMLIMIT: job killed after reaching LSF memory usage limit", "Ended", "OutOfMemory")]
    [InlineData("EXIT", "TERM_PREEMPT: job killed after preemption", "Ended", "Displaced")]
    [InlineData("EXIT", "TERM_EXTERNAL_SIGNAL: job killed by a signal external to LSF", "Ended", "Over")]
    public void Every_state_is_understood(string state, string reason, string phase, string end) =>
        Assert.Equal((phase, end), (LsfStates.Of(state, reason).Phase.ToString(), LsfStates.Of(state, reason).End.ToString()));

    [Theory]
    [InlineData(0, "Obsolete: x\n    MAX_JOB_ARRAY_SIZE = 5000\n", 5000)]
    [InlineData(0, "nothing", 1000)]
    [InlineData(255, "MAX_JOB_ARRAY_SIZE = 5000", null)]
    public void The_sites_limit_of_arrays_is_read(int code, string output, int? max) =>
        Assert.Equal(max, lsf.ArrayMax(new ProgramEnd(code, output)));

    [Fact]
    public void People_see_queues_and_names_without_marks()
    {
        var jobs = lsf.JobsOf(new ProgramEnd(0, Queue), TimeZoneInfo.Utc)!;
        Assert.Equal(["relax", "fan", "fan", "ls -l"], jobs.Select(static job => job.Name));
        Assert.Equal(("321[1]", 6, 2, "ab"), (jobs[0].Id, jobs[0].Cpus, jobs[0].Nodes, jobs[0].Key));
        var queue = Assert.Single(lsf.PartitionsOf(new ProgramEnd(0, """
            { "COMMAND":"bqueues", "QUEUES":1, "RECORDS":[
              { "QUEUE_NAME":"normal", "STATUS":"Open:Active", "MAX":"64", "NJOBS":"20", "PEND":"4", "RUN":"16" } ] }
            """))!);
        Assert.Equal(("normal", "Open:Active", 64, 48), (queue.Name, queue.State, queue.Cpus, queue.CpusIdle));
    }

    private SchedulerCall Submit(TaskAsk ask, BatchTarget target, int count = 1) =>
        lsf.Submit(target, new Submission("ab", "relax", "/shared/script", count, ask));

    private const string Queue = """
        {
          "COMMAND":"bjobs",
          "JOBS":4,
          "RECORDS":[
            {
              "JOBID":"321", "JOBINDEX":"1", "STAT":"RUN", "JOB_NAME":"relax.dxflow.engine.ab[1]", "QUEUE":"normal",
              "EXEC_HOST":"4*n1:2*n2", "EXIT_CODE":"", "EXIT_REASON":"", "PEND_REASON":"", "NREQ_SLOT":"6"
            },
            {
              "JOBID":"322", "JOBINDEX":"2", "STAT":"PEND", "JOB_NAME":"fan.dxflow.engine.cd[2]", "QUEUE":"normal", "EXEC_HOST":"",
              "EXIT_CODE":"", "EXIT_REASON":"", "PEND_REASON":"New job is waiting for scheduling;", "NREQ_SLOT":"1"
            },
            {
              "JOBID":"322", "JOBINDEX":"1", "STAT":"EXIT", "JOB_NAME":"fan.dxflow.engine.cd[1]", "QUEUE":"normal", "EXEC_HOST":"n1",
              "EXIT_CODE":"140", "EXIT_REASON":"TERM_RUNLIMIT: job killed after reaching LSF run time limit", "PEND_REASON":"",
              "NREQ_SLOT":"1"
            },
            {
              "JOBID":"22005", "JOBINDEX":"0", "STAT":"RUN", "JOB_NAME":"ls -l", "QUEUE":"normal", "EXEC_HOST":"n1", "EXIT_CODE":"",
              "EXIT_REASON":"", "PEND_REASON":"", "NREQ_SLOT":"1"
            }
          ]
        }
        """;
}
