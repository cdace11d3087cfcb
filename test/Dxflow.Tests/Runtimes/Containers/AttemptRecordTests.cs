using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers;
using Dxflow.Runtimes.Containers.Hooks;
using Dxflow.Runtimes.Containers.Specs;
using Xunit;

namespace Dxflow.Tests.Runtimes.Containers;

public sealed class AttemptRecordTests : IDisposable
{
    private readonly TaskRef _task = new(
        new AttemptId("0123456789abcdef", 0, 0, 1), Directory.CreateTempSubdirectory("dxflow-record-").FullName);

    public void Dispose() => Directory.Delete(_task.Directory, recursive: true);

    [Fact]
    public void A_record_from_before_there_were_hooks_owes_none()
    {
        File.WriteAllText(
            AttemptRecord.PathIn(_task.Directory),
            """{"format":"dxflow-container","version":1,"id":"c1","name":"web-1","kept":true,"init":false}""");
        var record = AttemptRecord.Read(_task)!;
        Assert.Equal(("c1", null, null, null), (record.Id, record.PostStart, record.PreStop, record.HookFailure));
        Assert.True(new LiveContainer(_task, record, null, null!).HasBegun);
    }

    [Fact]
    public void A_record_without_hooks_is_what_it_was()
    {
        (AttemptRecord.Empty with { Id = "c1" }).Write(_task);
        Assert.DoesNotContain("hook", File.ReadAllText(AttemptRecord.PathIn(_task.Directory)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void How_far_the_hooks_have_come_is_read_again_and_belongs_to_the_owner_alone()
    {
        var hook = new ContainerHook(
            ["sh", "-c", "true"], "1:2", true, "/x", new Dictionary<string, string> { ["A"] = new string('v', 2 << 20) });
        var live = new LiveContainer(
            _task,
            AttemptRecord.Empty with { Id = "c1", PostStart = HookProgress.Of([hook, hook]), PreStop = HookProgress.Of([hook]) },
            null,
            null!);
        Assert.Equal((false, TaskState.Queued), (live.HasBegun, live.Told.State));

        Assert.True(live.Note(record => record with { PostStart = record.PostStart!.With("e1") }));
        Assert.Equal((0, "e1"), (Read().PostStart!.Over, Read().PostStart!.Exec));
        live.Note(record => record with { PostStart = record.PostStart!.Past() });
        Assert.Equal((1, null, false), (Read().PostStart!.Over, Read().PostStart!.Exec, live.HasBegun));
        live.Note(record => record with { PostStart = record.PostStart!.Past() });
        Assert.Equal((true, TaskState.Running), (live.HasBegun, live.Told.State));

        var last = Read().PreStop!.Hooks[0];
        Assert.Equal(("1:2", true, "/x", 2 << 20), (last.User, last.Privileged, last.WorkingDirectory, last.Environment!["A"].Length));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(AttemptRecord.PathIn(_task.Directory)));
    }

    [Fact]
    public void A_hook_that_failed_is_not_begun_and_nothing_comes_after_the_end()
    {
        var live = new LiveContainer(_task, AttemptRecord.Empty with { Id = "c1" }, null, null!);
        live.Note(static record => record with { HookFailure = "post_start hook 1 failed" });
        Assert.False(live.HasBegun);
        Assert.True(live.Note(static record => record with { Final = new AttemptEnd(TaskState.NotStarted) }));
        Assert.False(live.Note(static record => record with { HookFailure = null }));
        Assert.Equal("post_start hook 1 failed", Read().HookFailure);
    }

    private AttemptRecord Read() => AttemptRecord.Read(_task)!;
}
