using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Files;
using Dxflow.Tests.Foundation.Files;
using Dxflow.Tests.Runtimes.Batch;
using Xunit;

namespace Dxflow.Tests.Runtimes.Batch.Files;

public sealed class JobRecordTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void What_was_written_is_read()
    {
        var record = new JobRecord("0123456789abcdef", 7, "/bin/it's");
        record.Write(directory.Path);
        Assert.Equal(record, JobRecord.Read(directory.Path));
    }

    [Fact]
    public void What_an_engine_wrote_before_jobs_were_shared_is_read()
    {
        File.WriteAllText(directory.File("job.json"), "{\"key\":\"ab\",\"index\":3,\"program\":\"p\"}");
        Assert.Equal(new JobRecord("ab", 3, "p"), JobRecord.Read(directory.Path));
    }

    [Fact]
    public void What_is_found_again_asks_for_what_it_was_submitted_with()
    {
        var ask = new TaskAsk(4, 1 << 30, RunMax: TimeSpan.FromMinutes(90), Group: 20, Pool: 2);
        new JobRecord("ab", 3, "p", true, ask, "relax").Write(directory.Path);
        var task = JobRecord.Read(directory.Path)!.TaskOf(new TaskRef(new AttemptId("0123456789abcdef", 0, 0, 1), directory.Path));
        Assert.Equal((ask, "relax", "ab", 3, true), (task.Ask, task.Name, task.Key, task.Index, task.Shares));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"key\":\"ab\"")]
    [InlineData("{\"key\":\"../../etc\",\"index\":0,\"program\":\"\"}")]
    [InlineData("{\"key\":\"\",\"index\":0,\"program\":\"\"}")]
    [InlineData("{\"key\":\"AB\",\"index\":0,\"program\":\"\"}")]
    public void A_torn_or_a_forged_record_is_none(string content)
    {
        File.WriteAllText(directory.File("job.json"), content);
        Assert.Null(JobRecord.Read(directory.Path));
    }

    [Fact]
    public void A_verdict_is_about_its_own_attempt_alone()
    {
        var id = new AttemptId("0123456789abcdef", 0, 0, 1);
        var report = new TaskReport(id, TaskState.Lost, Reason: FailureReason.Lost, Detail: "gone");
        VerdictFile.Write(directory.Path, report);
        Assert.Equal(report, VerdictFile.Read(new TaskRef(id, directory.Path)));
        Assert.Null(VerdictFile.Read(new TaskRef(id with { Attempt = 2 }, directory.Path)));
    }

    [Fact]
    public void What_is_grouped_is_so_many_lines_of_the_list()
    {
        var script = File.ReadAllText(new SubmissionFolder(directory.File("jobs"), new OtherScheduler()).Make("ab", ["/a", "/b"], 20, 4));
        Assert.Contains("_dxflow_first=$(($OTHER_INDEX * 20))\n_dxflow_after=$((_dxflow_first + 20))\n_dxflow_pool=4\n", script);
        Assert.StartsWith("#!/bin/sh\n", script);
    }

    [Fact]
    public void A_submission_lies_on_the_disk_until_its_last_attempt_has_left()
    {
        var folder = new SubmissionFolder(directory.File("jobs"), new OtherScheduler());
        var script = folder.Make("ab", ["/runs/a", "/runs/it's"]);
        folder.Join("ab", 2);
        Assert.Contains("\"$OTHER_INDEX\"", File.ReadAllText(script));
        Assert.Equal("/runs/a\n/runs/it's\n", File.ReadAllText(Path.Join(Path.GetDirectoryName(script), "list")));
        folder.Leave("ab");
        Assert.True(File.Exists(script));
        folder.Leave("ab");
        Assert.False(Directory.Exists(Path.GetDirectoryName(script)));
    }

    [Fact]
    public void A_submission_stays_where_one_attempt_of_it_has_not_been_found_again_and_may_still_begin()
    {
        var folder = new SubmissionFolder(directory.File("jobs"), new OtherScheduler());
        var ended = Directory.CreateDirectory(directory.File("a")).FullName;
        var waits = Directory.CreateDirectory(directory.File("b")).FullName;
        folder.Make("ab", [ended, waits]);
        folder.Join("ab", 1);
        File.WriteAllText(Path.Join(ended, "started"), "1@n1 1 (sh) S\n\n");
        File.WriteAllText(Path.Join(ended, "exit"), "0\n");
        folder.Leave("ab");
        Assert.True(Directory.Exists(directory.File("jobs/ab")));
        folder.Join("ab", 1);
        VerdictFile.Write(waits, new TaskReport(new AttemptId("0123456789abcdef", 0, 0, 1), TaskState.Lost));
        folder.Leave("ab");
        Assert.False(Directory.Exists(directory.File("jobs/ab")));
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("1@n1 1 (sh) S\n\n", null, true)]
    [InlineData("1@n1 1 (sh) S\n\n", "0\n", false)]
    [InlineData("abandoned\n", null, false)]
    public void What_a_killed_engine_has_left_goes_when_its_attempts_are_over(string? token, string? exit, bool stays)
    {
        var folder = new SubmissionFolder(directory.File("jobs"), new OtherScheduler());
        folder.Sweep();
        var attempt = Directory.CreateDirectory(directory.File("attempt")).FullName;
        folder.Make("ab", [directory.File("gone"), attempt]);
        foreach (var (name, content) in new[] { ("started", token), ("exit", exit) })
        {
            if (content is not null)
            {
                File.WriteAllText(Path.Join(attempt, name), content);
            }
        }

        folder.Sweep();
        Assert.Equal(stays, Directory.Exists(directory.File("jobs/ab")));
        Directory.Delete(attempt, recursive: true);
        folder.Sweep();
        Assert.False(Directory.Exists(directory.File("jobs/ab")));
    }
}
