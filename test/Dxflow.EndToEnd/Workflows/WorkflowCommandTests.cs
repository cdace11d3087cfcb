using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows;

/// <summary>
/// The commands that look at a run and change it, on one that stays up: a service, a step that ended and one that does not.
/// </summary>
public sealed class WorkflowCommandTests : IAsyncLifetime
{
    private const string Document = """
        name: work
        services:
          keep:
            command: ["sleep", "600"]
          quick:
            command: ["sh", "-c", "echo hello from quick"]
            x-step: {}
          slow:
            command: ["sleep", "600"]
            x-step: {}
        """;

    private readonly Home _home = new();
    private string _file = "";

    public async ValueTask InitializeAsync()
    {
        _file = _home.Write("work.yaml", Document);
        (await _home.Run("boot", "up", "--daemon")).Expect(0);
        (await _home.Run("workflow", "create", _file)).Expect(0);
    }

    public async ValueTask DisposeAsync()
    {
        (await _home.Run("boot", "down", "--stop", "--yes")).Expect(0);
        await _home.DisposeAsync();
    }

    [Fact]
    public async Task A_plan_shows_what_would_run_and_runs_nothing()
    {
        var plan = (await _home.Run("workflow", "plan", _file, "-o", "json")).Expect(0).Json;

        Assert.Equal(["keep:service", "quick:step", "slow:step"], Names(plan, item => $"{Text(item, "name")}:{Text(item, "kind")}"));
        Assert.Empty(Names((await _home.Run("workflow", "runs", "work", "-o", "json")).Expect(0).Json));
    }

    [Fact]
    public async Task A_live_run_shows_its_steps_services_logs_and_use()
    {
        await StartAsync();

        Assert.Equal(["work/1"], Names((await _home.Run("workflow", "runs", "work", "-o", "json")).Expect(0).Json));
        var services = (await _home.Run("workflow", "services", "work", "-o", "json")).Expect(0).Json;
        Assert.Equal(["keep:running"], Names(services, item => $"{Text(item, "name")}:{Text(item, "state")}"));
        var line = Assert.Single((await _home.Run("workflow", "logs", "work", "-o", "json")).Expect(0).Lines);
        Assert.Equal(("quick", "hello from quick"), (Text(line, "step"), Text(line, "text")));
        var stats = (await _home.Run("workflow", "stats", "work", "-o", "json")).Expect(0).Json;
        Assert.Equal(["keep", "slow"], Names(stats));
        Assert.All(stats.GetProperty("items").EnumerateArray(), item => Assert.True(item.GetProperty("memoryBytes").GetInt64() > 0));
        Assert.Equal(2, stats.GetProperty("total").GetProperty("processes").GetInt32());
        Assert.Equal(["slow"], Names((await _home.Run("workflow", "stats", "work", "slow", "-o", "json")).Expect(0).Json));

        // Every two seconds, both; and every ten something is kept.
        using var top = _home.Start("workflow", "top", "work", "-o", "json");
        var looks = new List<JsonElement>();
        while (looks.Count < 4)
        {
            looks.Add(JsonDocument.Parse((await top.StandardOutput.ReadLineAsync())!).RootElement);
        }

        top.Kill();
        Assert.Equal(["keep", "slow", "keep", "slow"], looks.Select(look => Text(look, "name")));
        Assert.True(looks[3].GetProperty("cpuPercent").GetDouble() >= 0);
        await Home.Until(
            async () =>
                Names((await _home.Run("workflow", "stats", "work", "keep", "--history", "-o", "json")).Expect(0).Json).Contains("keep"),
            "a look to be kept");
    }

    [Fact]
    public async Task A_program_beside_a_task_gives_its_output_and_its_exit_code()
    {
        await StartAsync();

        var beside = (await _home.Run("workflow", "exec", "work", "slow", "--", "sh", "-c", "echo $DXFLOW_STEP; exit 7")).Expect(7);
        Assert.Equal("slow\n", beside.Output);
        (await _home.Run("workflow", "exec", "work", "quick", "--", "true")).Expect(125);
    }

    [Fact]
    public async Task Restart_ends_what_runs_and_starts_a_new_run()
    {
        await StartAsync();

        (await _home.Run("workflow", "restart", "work")).Expect(0);

        var runs = (await _home.Run("workflow", "runs", "work", "-o", "json")).Expect(0).Json;
        Assert.Equal(["work/1:cancelled", "work/2:running"],
            Names(runs, item => $"{Text(item, "name")}:{Text(item, "state")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Killed_work_is_gone_and_can_be_removed()
    {
        await StartAsync();
        (await _home.Run("workflow", "remove", "work", "--yes")).Expect(6).Complains("--stop");
        (await _home.Run("workflow", "kill", "work")).Expect(2).Complains("--yes");

        (await _home.Run("workflow", "kill", "work", "--yes")).Expect(0);
        (await _home.Run("workflow", "wait", "work")).Expect(130);
        (await _home.Run("workflow", "prune", "--dry-run")).Expect(0);
        (await _home.Run("workflow", "remove", "work/1", "--yes")).Expect(0);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_home.Path, "runs")));
        (await _home.Run("workflow", "remove", "work", "--yes")).Expect(0);
        (await _home.Run("workflow", "show", "work")).Expect(3);
    }

    private async Task StartAsync()
    {
        (await _home.Run("workflow", "start", "work")).Expect(0);
        await _home.Until("work", "services", "keep", "running");
        await _home.Until("work", "steps", "slow", "running");
        await _home.Until("work", "steps", "quick", "succeeded");
    }

    private static IEnumerable<string> Names(JsonElement list, Func<JsonElement, string>? text = null) =>
        [.. list.GetProperty("items").EnumerateArray().Select(text ?? (item => Text(item, "name")))];

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
