using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows.Control;

/// <summary>A run that is paused stands still, whatever happens to the engine, and goes on when it is told to.</summary>
[Collection(ContainerCollection.Name)]
public sealed class PauseTests(ContainerEngines engines)
{
    [Fact]
    public async Task A_paused_run_of_processes_stands_still_also_through_a_crash()
    {
        await using var home = new Home();
        await using var first = await home.Boot();
        (await home.Run("run", "--detach", home.Write("clock.yaml", Clock(home, "")))).Expect(0);
        await StandsStill(home, async () =>
        {
            await first.Crash();
            return await home.Boot();
        });
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_paused_run_of_containers_stands_still_also_through_a_crash(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        await using var first = await platform.Home.Boot();
        var home = platform.Home;
        var keys = $"image: {ContainerEngines.Image}\n    init: true\n    volumes: [\"{home.Path}/ticks:{home.Path}/ticks\"]\n    ";
        Directory.CreateDirectory(Path.Combine(home.Path, "ticks"));
        (await home.Run("run", "--detach", home.Write("clock.yaml", Clock(home, keys)), "--runtime", name)).Expect(0);
        await StandsStill(home, async () =>
        {
            await first.Crash();
            return await home.Boot();
        });
    }

    private static string Clock(Home home, string keys) => $$"""
        name: clock
        services:
          tick:
            {{keys}}command: [sh, -c, "while :; do echo x >> {{Ticks(home)}}; sleep 0.05; done"]
            stop_grace_period: 2s
        """;

    private static string Ticks(Home home) => Path.Combine(home.Path, "ticks", "of");

    private static async Task StandsStill(Home home, Func<Task<Support.Engine>> again)
    {
        Directory.CreateDirectory(Path.Combine(home.Path, "ticks"));
        await Grows(home);
        (await home.Run("workflow", "pause", "clock", "-o", "json")).Expect(0).Says("\"changed\": true");
        await home.Until("clock", "services", "tick", "paused");
        await Stands(home);
        (await home.Run("workflow", "pause", "clock", "-o", "json")).Expect(0).Says("\"changed\": false");
        (await home.Run("workflow", "list")).Expect(0).Says("paused");
        (await home.Run("workflow", "why", "clock")).Expect(0).Says("unpause");
        (await home.Run("workflow", "start", "clock")).Expect(6);

        await using var engine = await again();
        await home.Until("clock", "services", "tick", "paused");
        await Stands(home);

        (await home.Run("workflow", "unpause", "clock")).Expect(0).Says("running");
        (await home.Run("workflow", "unpause", "clock", "-o", "json")).Expect(0).Says("\"changed\": false");
        await Grows(home);
        (await home.Run("workflow", "pause", "clock/1")).Expect(0);
        (await home.Run("workflow", "stop", "clock")).Expect(0).Says("stopped");
        await Stands(home);
        (await home.Run("workflow", "pause", "clock")).Expect(6);
        (await home.Run("workflow", "events", "clock")).Expect(0).Says("frozen");
    }

    private static async Task Grows(Home home)
    {
        var before = Length(home);
        await Home.Until(() => Task.FromResult(Length(home) > before), "the clock to go on");
    }

    private static async Task Stands(Home home)
    {
        var before = Length(home);
        await Task.Delay(500);
        Assert.Equal(before, Length(home));
    }

    private static long Length(Home home) => File.Exists(Ticks(home)) ? new FileInfo(Ticks(home)).Length : 0;
}
