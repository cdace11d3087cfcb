using Dxflow.Runtimes;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

/// <summary>
/// What every runtime does alike. An implementation joins with a subclass that opens it over a directory, which two objects in turn may
/// share as two engines would, and names an image with a POSIX shell where it needs one.
/// </summary>
public abstract partial class RuntimeConformance : IAsyncLifetime
{
    private protected RuntimeBench Bench { get; private set; } = null!;

    private protected virtual string? Image => null;

    public ValueTask InitializeAsync()
    {
        Bench = new RuntimeBench(Open, Image);
        Bench.Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Bench.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract IRuntime Open(string home);

    [Theory]
    [InlineData("true", 0, null)]
    [InlineData("exit 3", 3, null)]
    [InlineData("exit 126", 126, null)]
    [InlineData("exit 127", 127, null)]
    [InlineData("exit 255", 255, null)]
    [InlineData("kill -TERM $$", 143, 15)]
    [InlineData("kill -KILL $$", 137, 9)]
    [InlineData("exit 137", 137, 9)]
    public async Task An_exit_is_reported_as_code_and_signal(string script, int code, int? signal)
    {
        var report = await Bench.RunAsync(Bench.Shell(script));
        Assert.Equal((TaskState.Exited, code, signal), (report.State, report.Exit!.Value, report.Signal));
    }

    [Fact]
    public async Task A_final_report_says_when_it_began_and_ended()
    {
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-2);
        var report = await Bench.RunAsync(Bench.Shell("exit 0"));
        Assert.InRange(report.StartedAt!.Value, before, TimeProvider.System.GetUtcNow());
        Assert.InRange(report.EndedAt!.Value, before, TimeProvider.System.GetUtcNow().AddSeconds(1));
    }
}
