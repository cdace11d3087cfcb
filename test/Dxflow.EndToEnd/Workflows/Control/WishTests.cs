using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows.Control;

/// <summary>Single services of a run that is up are stopped, started, restarted, killed and signalled; the others do not notice.</summary>
[Collection(ContainerCollection.Name)]
public sealed class WishTests(ContainerEngines engines)
{
    [Fact]
    public async Task Services_of_processes_are_stopped_and_brought_back()
    {
        await using var home = new Home();
        await Wished(home, "process", "");
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Services_in_containers_are_stopped_and_brought_back(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var (image, files) = (ContainerEngines.Image, $"{platform.Home.Path}/out:{platform.Home.Path}/out");
        await Wished(platform.Home, name, $"image: {image}\n    volumes: [\"{files}\"]\n    ");
    }

    [Fact]
    public async Task Names_that_are_none_are_told_all_at_once_and_a_job_has_nothing_to_wish()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var file = home.Write("two.yaml", "name: two\nservices: { web: { command: [sleep, '600'] } }\n");
        (await home.Run("run", "--detach", file)).Expect(0);
        (await home.Run("workflow", "stop", "two", "wbe", "other")).Expect(2).Complains("did you mean 'web'?").Complains("other");
        (await home.Run("workflow", "kill", "two", "--signal", "NONE", "--yes")).Expect(2);
        (await home.Run("workflow", "kill", "two", "--signal", "STOP", "--yes")).Expect(2).Complains("pause");
        (await home.Run("workflow", "stop", "two")).Expect(0);
        (await home.Run("workflow", "start", "two", "web")).Expect(6);
    }

    private static async Task Wished(Home home, string runtime, string keys)
    {
        Directory.CreateDirectory(Path.Combine(home.Path, "out"));
        var said = Path.Combine(home.Path, "out", "said");
        var hears = $"trap 'echo hup >> {said}' HUP; trap 'exit 0' TERM";
        var file = home.Write("shop.yaml", $$"""
            name: shop
            services:
              db:
                {{keys}}command: [sh, -c, "{{hears}}; echo db >> {{said}}; while :; do sleep 0.05; done"]
                restart: always
                stop_grace_period: 2s
              web:
                {{keys}}command: [sh, -c, "trap 'exit 0' TERM; echo web >> {{said}}; while :; do sleep 0.05; done"]
                depends_on: { db: { condition: service_started, restart: true } }
                stop_grace_period: 2s
              other:
                {{keys}}command: [sh, -c, "trap 'exit 0' TERM; echo other >> {{said}}; while :; do sleep 0.05; done"]
                stop_grace_period: 2s
            """);
        await using (var first = await home.Boot())
        {
            (await home.Run("run", "--detach", file, "--runtime", runtime)).Expect(0);
            foreach (var service in (string[])["db", "web", "other"])
            {
                await home.Until("shop", "services", service, "running");
            }

            await Until(said, "other", 1);
            await Until(said, "db", 1);
            (await home.Run("workflow", "kill", "shop", "db", "--signal", "HUP", "--yes")).Expect(0);
            await Until(said, "hup", 1);
            (await home.Run("workflow", "stop", "shop", "db")).Expect(0).Says("running");
            Assert.Equal("stopped", await State(home, "db"));
            Assert.Equal("running", await State(home, "web"));
            await first.Crash();
        }

        await using var engine = await home.Boot();
        await home.Until("shop", "services", "web", "running");
        Assert.Equal("stopped", await State(home, "db"));
        (await home.Run("workflow", "why", "shop")).Expect(0).Says("db is stopped");

        (await home.Run("workflow", "start", "shop", "db")).Expect(0);
        await home.Until("shop", "services", "db", "running");
        await Until(said, "db", 2);
        (await home.Run("workflow", "restart", "shop", "db")).Expect(0);
        await Until(said, "db", 3);
        await Until(said, "web", 2);
        await home.Until("shop", "services", "web", "running");
        (await home.Run("workflow", "kill", "shop", "other", "--yes")).Expect(0);
        Assert.Equal("stopped", await State(home, "other"));
        Assert.Equal(1, File.ReadAllLines(said).Count(static line => line == "other"));
        (await home.Run("workflow", "events", "shop")).Expect(0).Says("wished").Says("stopped as wished");
        (await home.Run("workflow", "stop", "shop")).Expect(0).Says("stopped");
    }

    private static Task Until(string file, string line, int times) => Home.Until(
        () => Task.FromResult(File.Exists(file) && File.ReadAllLines(file).Count(each => each == line) >= times),
        $"{line} {times} times");

    private static async Task<string?> State(Home home, string service) =>
        (await home.Run("workflow", "services", "shop", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
            .Single(each => each.GetProperty("name").GetString() == service).GetProperty("state").GetString();
}
