using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Process.Starting;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Runtimes.Batch;

public sealed class BatchToolsTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_program_is_told_by_its_file_unless_a_module_may_bring_another()
    {
        var program = directory.File("relax");
        File.WriteAllText(program, "#!/bin/sh\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var environment = new TaskEnvironment([], name => name == "PATH" ? directory.Path : null);
        var (plain, modules) = (Of(new BatchTarget("slurm")), Of(new BatchTarget("slurm", Modules: ["gcc"])));
        var stamp = plain.ProgramStamp("relax", "/", null, environment);
        Assert.StartsWith($"{program} 10 ", stamp, StringComparison.Ordinal);
        Assert.Null(modules.ProgramStamp("relax", "/", null, environment));
        Assert.Equal(stamp, modules.ProgramStamp("relax", "/", directory.Path, environment));
        Assert.Equal(stamp, modules.ProgramStamp(program, "/", null, environment));
        Assert.Null(plain.ProgramStamp("relaxed", "/", null, environment));
    }

    private static BatchTools Of(BatchTarget target) =>
        new(new OtherScheduler(), new SchedulerCalls(target, [], TimeProvider.System), target, TimeProvider.System);
}
