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

    [Fact]
    public async Task A_single_service_of_processes_stands_still()
    {
        await using var home = new Home();
        await StandsAlone(home, "process", "");
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_single_service_in_a_container_stands_still(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var ticks = Path.Combine(platform.Home.Path, "ticks");
        await StandsAlone(
            platform.Home, name, $"image: {ContainerEngines.Image}\n    init: true\n    volumes: [\"{ticks}:{ticks}\"]\n    ");
    }

    [Fact]
    public async Task Nothing_of_a_job_is_paused_alone()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var file = home.Write("job.yaml", "name: job\nservices: { a: { command: [sleep, '600'], x-step: {} } }\n");
        (await home.Run("run", "--detach", file)).Expect(0);
        (await home.Run("workflow", "pause", "job", "a")).Expect(6).Complains("is a job");
        (await home.Run("workflow", "unpause", "job", "a")).Expect(6).Complains("is a job");
        (await home.Run("workflow", "kill", "job", "--yes")).Expect(0);
    }

    /// <summary>The clock stands still, the service beside it does not; so it is after a crash, and around a pause of the run.</summary>
    private static async Task StandsAlone(Home home, string runtime, string keys)
    {
        Directory.CreateDirectory(Path.Combine(home.Path, "ticks"));
        var document = Clock(home, keys) + $"""

              web:
                {keys}command: [sh, -c, "while :; do echo x >> {Ticks(home)}-web; sleep 0.05; done"]
                stop_grace_period: 2s

            """;
        await using (var first = await home.Boot())
        {
            (await home.Run("run", "--detach", home.Write("clock.yaml", document), "--runtime", runtime)).Expect(0);
            await Grows(home);
            await home.Until("clock", "services", "web", "running");
            (await home.Run("workflow", "pause", "clock", "tick", "-o", "json")).Expect(0).Says("\"changed\": true");
            await home.Until("clock", "services", "tick", "paused");
            await Stands(home);
            (await home.Run("workflow", "list")).Expect(0).Says("running");
            (await home.Run("workflow", "why", "clock")).Expect(0).Says("tick is paused").Says("unpause clock/1 tick");
            (await home.Run("workflow", "pause", "clock", "tick", "-o", "json")).Expect(0).Says("\"changed\": false");
            (await home.Run("workflow", "pause", "clock", "tock")).Expect(2).Complains("did you mean 'tick'?");
            (await home.Run("workflow", "kill", "clock", "--signal", "HUP", "--yes")).Expect(6).Complains("unpause clock tick");
            await first.Crash();
        }

        await using var engine = await home.Boot();
        await home.Until("clock", "services", "web", "running");
        await home.Until("clock", "services", "tick", "paused");
        await Stands(home);
        (await home.Run("workflow", "pause", "clock")).Expect(0);
        await home.Until("clock", "services", "web", "paused");
        (await home.Run("workflow", "unpause", "clock")).Expect(0).Complains("tick");
        await home.Until("clock", "services", "web", "running");
        await Grows(home, "-web");
        await Stands(home);

        (await home.Run("workflow", "unpause", "clock", "tick")).Expect(0);
        await Grows(home);
        (await home.Run("workflow", "pause", "clock", "tick")).Expect(0);
        (await home.Run("workflow", "restart", "clock", "tick")).Expect(0);
        await Grows(home);
        (await home.Run("workflow", "pause", "clock", "tick")).Expect(0);
        (await home.Run("workflow", "stop", "clock", "tick")).Expect(0);
        (await home.Run("workflow", "pause", "clock", "tick")).Expect(6).Complains("cannot stand still: tick");
        (await home.Run("workflow", "pause", "clock", "web")).Expect(0);
        (await home.Run("workflow", "stop", "clock")).Expect(0).Says("stopped");
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

    private static async Task Grows(Home home, string whose = "")
    {
        var before = Length(home, whose);
        await Home.Until(() => Task.FromResult(Length(home, whose) > before), "the clock to go on");
    }

    private static async Task Stands(Home home)
    {
        var before = Length(home);
        await Task.Delay(500);
        Assert.Equal(before, Length(home));
    }

    private static long Length(Home home, string whose = "") =>
        new FileInfo(Ticks(home) + whose) is { Exists: true, Length: var length } ? length : 0;
}
