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
}
