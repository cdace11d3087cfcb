using Dxflow.Foundation.Processes;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Pbs;
using Xunit;

namespace Dxflow.Tests.Runtimes.Pbs;

public sealed class PbsSchedulerTests
{
    private readonly PbsScheduler pbs = new("engine", "someone");

    [Fact]
    public void One_task_is_a_job_that_is_not_begun_again_and_several_are_an_array()
    {
        var one = Submit(new TaskAsk(), new BatchTarget("x")).Arguments;
        Assert.Equal(["-N", "relax.dxflow.engine.ab"], one.Take(2));
        Assert.Equal(["-l", "select=1:ncpus=1", "-r", "n", "/shared/script"], one.TakeLast(5));
        Assert.Equal(["-J", "0-9", "/shared/script"], Submit(new TaskAsk(), new BatchTarget("x"), 10).Arguments.TakeLast(3));
        Assert.Equal("12.srv", pbs.Element("12.srv", 0, 1));
        Assert.Equal("12[3].srv", pbs.Element("12[].srv", 3, 5));
    }

    [Fact]
    public void What_a_step_asks_for_is_a_chunk_for_each_node()
    {
        var target = new BatchTarget("x", Partition: "long", Account: "lab", Constraint: "ssd=true", Options: ["-l place=excl"]);
        var ask = new TaskAsk(6.5, (3L << 30) + 1, Nodes: 2, Tasks: 4, RunMax: TimeSpan.FromSeconds(61), Gpus: 2, Directives: ["-P alpha"]);
        var arguments = string.Join(' ', Submit(ask, target).Arguments);
        Assert.Contains("-l select=2:ncpus=4:mpiprocs=2:mem=1572864kb:ngpus=2:ssd=true", arguments);
        Assert.EndsWith("-l walltime=181 -q long -A lab -l place=excl -P alpha /shared/script", arguments);
    }

    [Theory]
    [InlineData(0, "123.srv", "Accepted", "123.srv")]
    [InlineData(0, "123[].srv", "Accepted", "123[].srv")]
    [InlineData(0, "", "Unknown", null)]
    [InlineData(null, "qsub did not end within 30 s", "Unknown", null)]
    [InlineData(1, "Connection refused\nqsub: cannot connect to server srv (errno=111)", "Later", null)]
    [InlineData(38, "qsub: would exceed queue generic's per-user limit of jobs in 'Q' state", "Later", null)]
    [InlineData(1, "qsub: End of File", "Unknown", null)]
    [InlineData(188, "qsub: Job violates queue and/or server resource limits", "Refused", null)]
    [InlineData(170, "qsub: Unknown queue", "Refused", null)]
    public void An_answer_to_a_submission_is_understood(int? code, string output, string outcome, string? job)
    {
        var answer = pbs.Submitted(new ProgramEnd(code, output));
        Assert.Equal((outcome, job), (answer.Outcome.ToString(), answer.Job));
        Assert.DoesNotContain("qsub: ", answer.Said ?? "");
    }

    [Fact]
    public void A_list_takes_two_questions_where_there_are_jobs()
    {
        Assert.Equal(["-x", "-u", "someone"], pbs.List().Arguments);
        var second = pbs.ListOf(new ProgramEnd(0, "12.srv\n13[].srv\nwarning: something"))!;
        Assert.Equal(["-x", "-t", "-f", "-F", "json", "12.srv", "13[].srv"], second.Arguments);
        Assert.Null(pbs.ListOf(new ProgramEnd(0, "")));
        Assert.Empty(pbs.Listed(new ProgramEnd(0, ""))!);
        Assert.Null(pbs.ListOf(new ProgramEnd(2, "12.srv")));
        Assert.Null(pbs.Listed(new ProgramEnd(2, "Connection refused\nqselect: cannot connect to server srv (errno=111)")));
    }

    [Fact]
    public void The_list_has_ours_and_nobody_elses_and_elements_for_their_array()
    {
        // One that has gone meanwhile is complained about, and the exit is then not 0.
        var list = pbs.Listed(new ProgramEnd(153, "qstat: Unknown Job Id 9.srv\n" + Queue))!;
        Assert.Equal(
            [
                ("ab", JobView.Rest, "12.srv", JobPhase.Running, JobEnd.None), ("cd", 0, "13[0].srv", JobPhase.Ended, JobEnd.Over),
                ("cd", 1, "13[1].srv", JobPhase.Waiting, JobEnd.None), ("ef", JobView.Rest, "14.srv", JobPhase.Ended, JobEnd.TimeLimit),
                ("01", JobView.Rest, "16.srv", JobPhase.Ended, JobEnd.Cancelled),
            ],
            list.Select(static view => (view.Key, view.Index, view.Job, view.Phase, view.End)));
        Assert.Equal("n1", list[0].Node);
        Assert.StartsWith("Not Running: Insufficient amount", list[2].Said);
    }

    [Fact]
    public void One_job_is_there_or_forgotten_or_nobody_knows()
    {
        Assert.Equal(JobPhase.Running, pbs.Shown("12.srv", new ProgramEnd(0, Queue))!.Phase);
        Assert.Equal(JobPhase.Gone, pbs.Shown("9.srv", new ProgramEnd(153, "qstat: Unknown Job Id 9.srv"))!.Phase);
        Assert.Null(pbs.Shown("9.srv", new ProgramEnd(
            255, "Connection refused\nqstat: cannot connect to server srv (errno=15010)\n{ \"timestamp\":1, \"pbs_server\":\"srv\" }")));
        Assert.Null(pbs.Shown("9.srv", new ProgramEnd(null, "")));
        Assert.Null(pbs.Shown("9.srv", new ProgramEnd(0, "{ broken")));
    }

    [Theory]
    [InlineData(-27, 93, "OutOfMemory")]
    [InlineData(-29, 93, "TimeLimit")]
    [InlineData(271, 91, "Cancelled")]
    [InlineData(271, 93, "Over")]
    [InlineData(1, 93, "Over")]
    [InlineData(-10, 93, "Impossible")]
    [InlineData(-11, 93, "Displaced")]
    public void An_exit_that_is_PBSs_own_says_what_ended_the_job(int exit, int substate, string end) => Assert.Equal(
        end, new PbsJob("1.s", "n", "F", "q") { Exit = exit, Substate = substate }.Stands().End.ToString());

    [Fact]
    public void What_is_held_is_the_array_as_its_elements_cannot_be() => Assert.Equal(
        ["-h", "u", "12.srv", "13[].srv"], pbs.Hold(["12.srv", "13[0].srv", "13[1].srv"]).Arguments);

    [Theory]
    [InlineData(0, """{ "Server":{ "srv":{ "server_state":"Active", "max_array_size":5000 } } }""", 5000)]
    [InlineData(0, """{ "Server":{ "srv":{ "server_state":"Active" } } }""", 10000)]
    [InlineData(0, "{}", null)]
    [InlineData(1, "qstat: cannot connect to server srv (errno=15010)", null)]
    public void The_sites_limit_of_arrays_is_read(int code, string output, int? max) =>
        Assert.Equal(max, pbs.ArrayMax(new ProgramEnd(code, output)));

    [Fact]
    public void People_see_queues_and_names_without_marks()
    {
        var queues = pbs.PartitionsOf(new ProgramEnd(0, """
            { "timestamp":1, "Queue":{
                "route":{ "queue_type":"Route", "enabled":"True", "started":"True" },
                "quick":{ "queue_type":"Execution", "resources_max":{ "walltime":"04:00:00" }, "enabled":"True", "started":"True" },
                "old":{ "queue_type":"Execution", "enabled":"False", "started":"True" } } }
            """))!;
        Assert.Equal(
            [("quick", "up", TimeSpan.FromHours(4)), ("old", "down", (TimeSpan?)null)],
            queues.Select(static queue => (queue.Name, queue.State, queue.TimeMax)));
        var jobs = pbs.JobsOf(new ProgramEnd(0, Queue), TimeZoneInfo.Utc)!;
        Assert.Equal(["relax", "fan", "fan", "by_hand"], jobs.Select(static job => job.Name));
        Assert.Equal(("ab", 2, TimeSpan.FromHours(1)), (jobs[0].Key, jobs[0].Cpus, jobs[0].TimeMax));
        Assert.Equal(new DateTimeOffset(2026, 10, 4, 21, 23, 20, TimeSpan.Zero), jobs[0].SubmittedAt);
    }

    private SchedulerCall Submit(TaskAsk ask, BatchTarget target, int count = 1) =>
        pbs.Submit(target, new Submission("ab", "relax", "/shared/script", count, ask));

    private const string Queue = """
        {
            "timestamp":1664911414,
            "pbs_version":"20.0.1",
            "pbs_server":"srv",
            "Jobs":{
                "12.srv":{
                    "Job_Name":"relax.dxflow.engine.ab",
                    "Job_Owner":"someone@login",
                    "job_state":"R",
                    "queue":"workq",
                    "exec_host":"n1/0*2+n2/0*2",
                    "ctime":"Sun Oct  4 21:23:20 2026",
                    "stime":"Sun Oct  4 21:23:21 2026",
                    "Resource_List":{ "ncpus":2, "nodect":2, "walltime":"01:00:00" },
                    "substate":42
                },
                "13[].srv":{ "Job_Name":"fan.dxflow.engine.cd", "job_state":"B", "queue":"workq" },
                "13[0].srv":{ "Job_Name":"fan.dxflow.engine.cd", "job_state":"X", "queue":"workq", "Exit_status":0, "substate":92 },
                "13[1].srv":{
                    "Job_Name":"fan.dxflow.engine.cd", "job_state":"Q", "queue":"workq",
                    "comment":"Not Running: Insufficient amount of resource: ncpus"
                },
                "14.srv":{
                    "Job_Name":"long.dxflow.engine.ef", "job_state":"F", "queue":"workq", "Exit_status":-29, "substate":93
                },
                "15.srv":{ "Job_Name":"by_hand", "job_state":"H", "queue":"workq" },
                "16.srv":{
                    "Job_Name":"gone.dxflow.engine.01", "job_state":"F", "queue":"workq", "Exit_status":271, "substate":91,
                    "comment":"Job run at Sun Oct 04 at 21:23 on (n1:ncpus=1) and failed"
                },
                "17.srv":{ "Job_Name":"relax.dxflow.other.ab", "job_state":"F", "queue":"workq" }
            }
        }
        """;
}
