using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Engine;

/// <summary>What an engine says about itself, and how it comes and goes.</summary>
public sealed class EngineCommandTests
{
    [Fact]
    public async Task An_engine_tells_what_it_is_and_what_it_uses()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        var info = (await home.Run("engine", "info", "-o", "json")).Expect(0).Json;
        Assert.Equal(engine.Pid, info.GetProperty("pid").GetInt32());
        Assert.Equal(home.Path, info.GetProperty("home").GetString());
        Assert.Equal(32, info.GetProperty("id").GetString()!.Length);
        Assert.Contains(info.GetProperty("runtimes").EnumerateArray(), runtime => runtime.GetProperty("name").GetString() == "process");

        var stat = (await home.Run("engine", "stat", "-o", "json")).Expect(0).Json;
        Assert.InRange(stat.GetProperty("memoryBytes").GetInt64(), 1 << 20, 1 << 30);
        Assert.Equal(0, stat.GetProperty("liveRuns").GetInt32());

        Assert.True((await home.Run("engine", "healthcheck", "-o", "json")).Expect(0).Json.GetProperty("healthy").GetBoolean());
        var clock = (await home.Run("engine", "ping", "-o", "json")).Expect(0).Json.GetProperty("at").GetDateTimeOffset();
        Assert.InRange(clock, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        (await home.Run("engine", "ping")).Expect(0).Says("engine.sock answered after ");
        Assert.Contains((await home.Run("engine", "logs", "-o", "json")).Expect(0).Lines,
            line => line.GetProperty("text").GetString()!.Contains("is ready in " + home.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_engine_in_the_background_is_up_when_the_command_returns_and_gone_after_down()
    {
        await using var home = new Home();

        (await home.Run("boot", "up", "--daemon")).Expect(0);
        (await home.Run("boot", "status")).Expect(0);
        (await home.Run("run", "examples/hello/compose.yaml")).Expect(0);
        (await home.Run("boot", "down", "--stop", "--yes")).Expect(0);

        (await home.Run("engine", "ping")).Expect(5);
        Assert.False(File.Exists(Path.Combine(home.Path, "engine.sock")));
    }

    [Fact]
    public async Task Down_leaves_work_running_and_the_next_engine_finds_it()
    {
        await using var home = new Home();
        (await home.Run("boot", "up", "--daemon")).Expect(0);
        var file = home.Write("long.yaml", "name: long\nservices: { a: { command: [sleep, '600'] } }\n");
        (await home.Run("run", file, "--detach")).Expect(0);
        await home.Until("long", "services", "a", "running");
        var before = await StartedAt(home);

        (await home.Run("boot", "down")).Expect(0);
        (await home.Run("boot", "up", "--daemon")).Expect(0);

        await home.Until("long", "services", "a", "running");
        Assert.Equal(before, await StartedAt(home));
        (await home.Run("boot", "down", "--stop", "--yes")).Expect(0);
    }

    private static async Task<string> StartedAt(Home home) =>
        (await home.Run("workflow", "events", "long", "-o", "json")).Expect(0).Lines
            .Single(line => line.GetProperty("event").GetString() == "started").GetProperty("at").GetString()!;
}
