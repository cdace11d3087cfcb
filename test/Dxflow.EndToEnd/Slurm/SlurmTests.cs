using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>
/// An engine that submits to the cluster, and documents of one step, <c>only</c>, for whoever wants to see what becomes of its job.
/// <see cref="Mark"/> is a path of the test's own that nodes see.
/// </summary>
public abstract class SlurmTests(SlurmCluster cluster) : IAsyncLifetime
{
    private Support.Engine? engine;

    protected SlurmCluster Cluster => cluster;

    private protected Home Home { get; } = new();

    protected string Mark => Path.Join(cluster.Shared, "mark-" + Path.GetFileName(Home.Path));

    public async ValueTask InitializeAsync()
    {
        await cluster.UpAsync();
        Home.Write("default_targets.yaml", $$"""
            slurm: { work: {{cluster.Shared}}, commands: {{cluster.Commands}}, poll: 1s, submissions: 600 }
            """);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in new[] { "sbatch", "squeue" })
        {
            cluster.Restore(command);
        }

        if (engine is not null)
        {
            await engine.DisposeAsync();
        }

        await Home.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected string Document(string name, string script, string more = "", string resources = "") => Home.Write(
        name + ".yaml",
        $"name: {name}\nservices:\n  only:\n    deploy: {{ resources: {{ {resources} }} }}\n    x-step:\n      script: |\n"
        + $"        {script}\n      {more}\n");

    protected Task StartAsync(string script, string more = "", string resources = "") =>
        StartFileAsync(Document("only", script, more, resources));

    protected async Task StartFileAsync(string file)
    {
        engine ??= await Home.Boot();
        (await Home.Run("run", file, "--runtime", "slurm", "--detach")).Expect(0);
    }

    protected async Task CrashAsync()
    {
        await KillAsync();
        await RestartAsync();
    }

    protected Task KillAsync() => engine!.Crash();

    protected async Task RestartAsync() => engine = await Home.Boot();

    protected async Task SucceedsAsync() => (await Home.Run("workflow", "wait", "only")).Expect(0);

    /// <summary>The step fails; why, as far as one word says it.</summary>
    protected async Task<string?> FailsAsync()
    {
        (await Home.Run("workflow", "wait", "only")).Expect(1);
        return (await Home.Run("workflow", "why", "only", "-o", "json")).Json.GetProperty("reason").GetString();
    }

    protected Task Seen(string file) => Home.Until(
        () => Task.FromResult(File.Exists(file) && new FileInfo(file).Length > 0), $"{file} to be written",
        async () => await cluster.SayAsync("squeue", "--states=all"));

    protected Task Steps(string text) => Home.Until(
        async () => (await Home.Run("workflow", "steps", "only")).Output.Contains(text, StringComparison.Ordinal),
        $"steps to say {text}", async () => (await Home.Run("workflow", "steps", "only")).Output);
}
