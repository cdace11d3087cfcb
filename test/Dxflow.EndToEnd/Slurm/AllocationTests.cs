using Dxflow.EndToEnd.Support;
using Dxflow.Foundation.Processes;
using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>
/// An engine that is there as long as a job of Slurm is: begun by the prolog of its administrators, or by a script of its user.
/// </summary>
[Collection(SlurmCollection.Name)]
public sealed class AllocationTests(SlurmCluster cluster) : IAsyncLifetime
{
    private readonly string name = "mark-" + Guid.NewGuid().ToString("N");

    private string Mark => Path.Join(cluster.Shared, name);

    private static string Hello => $"cd {Home.Repository} && {Home.Binary} run examples/hello/compose.yaml -p name=Ada";

    public async ValueTask InitializeAsync() => await cluster.UpAsync();

    /// <summary>What a failed test has left would be in the queue of the others.</summary>
    public async ValueTask DisposeAsync()
    {
        cluster.PackageSettings("allocation");
        await cluster.SayAsync("scancel", "--quiet", "--user=root");
    }

    [Theory]
    [InlineData("allocation", false)]
    [InlineData("task", true)]
    public async Task A_job_that_asks_for_an_engine_has_one_until_it_ends_and_nothing_is_left(string start, bool isCancelled)
    {
        cluster.PackageSettings(start);
        await File.WriteAllTextAsync(
            $"{Mark}.yaml", "name: long\nservices: { only: { x-step: { script: setsid sleep 1000 & exec sleep 1000 } } }\n");
        var job = await SubmitAsync(
            Mark, "--comment=lab dxflow-engine", "--wrap",
            $"{Hello}; {Home.Binary} run {Mark}.yaml --detach; setsid sleep 1000 & "
            + $"while [ ! -e {Mark}.go ]; do sleep 0.1; done; echo at $DXFLOW_HOME");
        await SaysAsync(Mark, "Ada!");
        var home = Path.Join(cluster.Allocations, job);
        await Home.Until(
            () => Task.FromResult(Processes(home) >= 4), "an engine, its step, and what both have begun",
            () => Task.FromResult($"{Processes(home)} processes"));
        if (isCancelled)
        {
            await cluster.SayAsync("scancel", job);
        }
        else
        {
            await File.WriteAllTextAsync(Mark + ".go", "");
            await SaysAsync(Mark, $"at {home}\n");
        }

        await GoneAsync(home);
    }

    [Fact]
    public async Task A_job_that_asks_for_none_has_none()
    {
        var job = await SubmitAsync(Mark, "--comment=no-dxflow-engine-please", "--wrap", "echo ${DXFLOW_HOME-none}");
        await SaysAsync(Mark, "none\n");
        Assert.False(Directory.Exists(Path.Join(cluster.Allocations, job)));
    }

    [Fact]
    public async Task A_script_of_a_user_begins_an_engine_in_a_job_and_takes_it_away_however_the_job_ends()
    {
        var (one, other) = (Mark + ".1", Mark + ".2");
        var ends = await ScriptAsync(one, "exit 3");
        var cancelled = await ScriptAsync(other, "sleep 1000");
        await SaysAsync(one, "Ada!");
        await SaysAsync(other, "Ada!");
        await cluster.SayAsync("scancel", cancelled);
        await Home.Until(
            async () => (await cluster.SayAsync("scontrol", "show", "job", ends)).Contains("ExitCode=3:0", StringComparison.Ordinal),
            "the job to end as its command did");
        foreach (var mark in new[] { one, other })
        {
            var lines = await File.ReadAllLinesAsync(mark);
            await GoneAsync(lines.First(static line => line.StartsWith("at ", StringComparison.Ordinal))[3..]);
        }

        // Variables of `sbatch` itself: with a list of some, Slurm asks the user's login shell for all others, whatever that does.
        Task<string> ScriptAsync(string mark, string last) => SubmitAsync(
            mark, [$"DXFLOW_PROGRAM={Home.Binary}", $"DXFLOW_SCRATCH={cluster.Shared}"],
            Path.Join(Home.Repository, "packaging", "slurm", "dxflow-job"), "sh", "-c", $"echo at $DXFLOW_HOME; {Hello}; {last}");
    }

    private Task<string> SubmitAsync(string mark, params string[] arguments) => SubmitAsync(mark, [], arguments);

    private async Task<string> SubmitAsync(string mark, string[] variables, params string[] arguments) => (await cluster.SayAsync(
        "env", [.. variables, "sbatch", "--parsable", "--mem=1G", $"--output={mark}", "--chdir=/", .. arguments])).Trim();

    private static Task SaysAsync(string mark, string text) => Home.Until(
        () => Task.FromResult(File.Exists(mark) && File.ReadAllText(mark).Contains(text, StringComparison.Ordinal)),
        $"the job to say {text}", () => Task.FromResult(File.Exists(mark) ? File.ReadAllText(mark) : "nothing"));

    private static int Processes(string home) => ProcFile.Pids().Count(pid =>
        ProcFile.ReadText($"/proc/{pid}/environ").Contains($"DXFLOW_HOME={home}\0", StringComparison.Ordinal));

    private static Task GoneAsync(string home) => Home.Until(
        () => Task.FromResult(!Directory.Exists(home) && Processes(home) == 0), $"{home} to be gone, and all that ran there",
        () => Task.FromResult($"{Processes(home)} processes"));
}
