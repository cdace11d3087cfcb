using System.Text.RegularExpressions;
using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Containers;

/// <summary>What happens to a project while the container engine, our engine, a container or an image is taken away.</summary>
[Collection(ContainerCollection.Name)]
public sealed partial class ChaosTests(ContainerEngines engines)
{
    private const int Services = 6;
    private const string Refusal = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 53\r\nConnection: close\r\n\r\n"
        + """{"message":"read /proc/4321/cgroup: no such process"}""";

    [Theory]
    [InlineData("docker", Victim.Daemon), InlineData("docker", Victim.Engine)]
    [InlineData("podman", Victim.Daemon), InlineData("podman", Victim.Engine)]
    public async Task Killed_while_a_project_goes_up(string name, Victim victim)
    {
        await using var chaos = await Chaos.Of(engines, name);
        var file = chaos.Home.Write("fleet.yaml", Fleet("exec sleep 600"));
        var up = chaos.Home.Run("run", file, "--detach", "--runtime", name);
        await Home.Until(async () => await chaos.Count() >= 2, "two containers to be made");
        await chaos.Kill(victim);
        await up;
        await chaos.Bring(victim);

        // Whether the first was acknowledged or not, a second makes it so.
        (await chaos.Home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await AllRun(chaos);
        Assert.Equal(Services, await chaos.Count());
    }

    [Theory]
    [InlineData("docker", Victim.Daemon), InlineData("docker", Victim.Engine)]
    [InlineData("podman", Victim.Daemon), InlineData("podman", Victim.Engine)]
    public async Task Killed_while_a_project_writes(string name, Victim victim)
    {
        await using var chaos = await Chaos.Of(engines, name);
        var file = chaos.Home.Write("fleet.yaml", Fleet("i=0; while :; do i=$$((i+1)); echo line $$i; sleep 0.02; done"));
        (await chaos.Home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await Home.Until(async () => (await Lines(chaos)).Count > 50, "lines");
        await chaos.Kill(victim);
        await chaos.Bring(victim);
        await AllRun(chaos);
        var after = (await Lines(chaos)).Count;
        await Home.Until(async () => (await Lines(chaos)).Count > after, "more lines");

        // One attempt after another, each without a hole and without a line twice.
        var numbers = (await Lines(chaos)).Select(static line => int.Parse(line["line ".Length..])).ToList();
        var attempts = numbers.Count(static number => number == 1);
        Assert.InRange(attempts, 1, victim == Victim.Daemon && name == "docker" ? 3 : 1);
        Assert.Equal(
            numbers, numbers.Index().Select(each => each.Index == 0 || each.Item == 1 ? each.Item : numbers[each.Index - 1] + 1));
    }

    [Theory]
    [InlineData("docker", Victim.Daemon), InlineData("docker", Victim.Engine)]
    [InlineData("podman", Victim.Daemon), InlineData("podman", Victim.Engine)]
    public async Task Killed_while_a_project_goes_down(string name, Victim victim)
    {
        await using var chaos = await Chaos.Of(engines, name);
        var file = chaos.Home.Write("fleet.yaml", Fleet("exec sleep 600"));
        (await chaos.Home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await AllRun(chaos);
        var down = chaos.Home.Run("workflow", "remove", "fleet", "--stop", "--volumes", "--yes");
        await Home.Until(async () => await chaos.Count("running") < Services, "a container to stop");
        await chaos.Kill(victim);
        await chaos.Bring(victim);
        await down;

        // It may have been all done; else it is done now.
        Assert.Contains((await chaos.Home.Run("workflow", "remove", "fleet", "--stop", "--volumes", "--yes")).Exit, new[] { 0, 3 });
        Assert.Equal(0, await chaos.Count());
        var networks = (await chaos.Platform.Run("platform", "network", "list", "-o", "name")).Expect(0).Output;
        Assert.DoesNotContain("fleet_default", networks);
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_container_that_somebody_removes_comes_back(string name)
    {
        await using var chaos = await Chaos.Of(engines, name);
        var file = chaos.Home.Write("fleet.yaml", Fleet("exec sleep 600"));
        (await chaos.Home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await AllRun(chaos);
        (await chaos.Platform.Run("platform", "container", "remove", "fleet-s3-1", "--force", "--yes")).Expect(0);
        await Home.Until(async () => await chaos.Restarts("s3") > 1, "s3 to be made again");
        await AllRun(chaos);
        Assert.Equal(Services, await chaos.Count());
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_step_that_cannot_be_started_now_says_what_is_in_its_way(string name)
    {
        await using var chaos = await Chaos.Of(engines, name);
        var gate = await AStepBehind(chaos, name);
        await chaos.Kill(Victim.Daemon);
        await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
        await Home.Until(
            async () => (await chaos.Home.Run("workflow", "steps", "late")).Expect(0).Output.Contains("is out of reach"), "the reason");
        (await chaos.Home.Run("workflow", "why", "late")).Expect(0).Says("second is starting (the container engine at ");
        await chaos.Bring(Victim.Daemon);
        (await chaos.Home.Run("workflow", "wait", "late")).Expect(0);
        Assert.DoesNotContain("out of reach", (await chaos.Home.Run("workflow", "steps", "late")).Expect(0).Output);
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_container_engine_that_does_not_answer_is_named_with_what_it_was_asked(string name)
    {
        await using var chaos = await Chaos.Of(engines, name);
        var gate = await AStepBehind(chaos, name);
        await chaos.SignalDaemon("STOP");
        try
        {
            await File.WriteAllTextAsync(gate, "", TestContext.Current.CancellationToken);
            async Task<string> Why() => (await chaos.Home.Run("workflow", "why", "late")).Expect(0).Output;
            await Home.Until(async () => (await Why()).Contains(" has not answered "), "what is not answered", Why);
            Assert.Matches(@"second is starting \(the engine at \S+ has not answered (GET|POST) /\S+ for \d+ s\)", await Why());
            (await chaos.Home.Run("workflow", "steps", "late")).Expect(0).Says(" has not answered ");
        }
        finally
        {
            await chaos.SignalDaemon("CONT");
        }

        (await chaos.Home.Run("workflow", "wait", "late")).Expect(0);
    }

    /// <summary>
    /// Podman 4.3 says such words of a container that ends as it is looked at: rarely, so here they are said for it. Nothing: no answer.
    /// </summary>
    [Theory, InlineData("docker", Refusal), InlineData("podman", Refusal), InlineData("docker", "")]
    public async Task A_look_at_a_container_that_fails_once_says_nothing_about_its_program(string name, string answer)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var (home, variable) = (platform.Home, name == "docker" ? "DOCKER_HOST" : "CONTAINER_HOST");
        var (hasStarted, looks) = (false, 0);
        await using var between = new EngineBarrier(Path.Join(home.Path, "between"), home.Variables[variable]!, line =>
        {
            hasStarted |= line.StartsWith("POST ", StringComparison.Ordinal) && line.Contains("/start", StringComparison.Ordinal);
            return hasStarted && SingleLook().IsMatch(line) && Interlocked.Increment(ref looks) == 1 ? answer : null;
        });
        home.Variables[variable] = between.Address;
        await using var engine = await home.Boot();
        var file = home.Write("brief.yaml", $$"""
            name: brief
            services: { it: { image: "{{ContainerEngines.Image}}", x-step: {}, command: ["echo", "has run"] } }
            """);
        (await home.Run("run", file, "--runtime", name)).Expect(0);
        Assert.True(looks > 1);
        (await home.Run("workflow", "logs", "brief", "it")).Expect(0).Says("has run");
        var step = (await home.Run("workflow", "steps", "brief", "-o", "json")).Expect(0).Json.GetProperty("items")[0];
        Assert.Equal(1, step.GetProperty("attempts").GetInt32());
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task What_depends_on_a_service_that_is_up_does_not_wait_for_one_that_is_slow_to_start(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var (home, variable) = (platform.Home, name == "docker" ? "DOCKER_HOST" : "CONTAINER_HOST");
        await using var between = new EngineBarrier(Path.Join(home.Path, "between"), home.Variables[variable]!, static line =>
            line.Contains("/containers/create?", StringComparison.Ordinal) && line.Contains("slow", StringComparison.Ordinal) ? "" : null);
        home.Variables[variable] = between.Address;
        await using var engine = await home.Boot();
        var file = home.Write("paces.yaml", $$"""
            name: paces
            services:
              swift: { image: "{{ContainerEngines.Image}}", command: ["sleep", "600"] }
              slow: { image: "{{ContainerEngines.Image}}", command: ["sleep", "600"] }
              after: { image: "{{ContainerEngines.Image}}", command: ["sleep", "600"], depends_on: [swift] }
            """);
        (await home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await home.Until("paces", "services", "after", "running");
        await home.Until("paces", "services", "slow", "starting");
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task An_image_that_somebody_removes_is_missed_by_name(string name)
    {
        await using var chaos = await Chaos.Of(engines, name);
        (await chaos.Platform.Run("platform", "image", "tag", ContainerEngines.Image, "gone:1")).Expect(0);
        var document = Fleet("exec sleep 600").Replace(ContainerEngines.Image, "gone:1") + "    pull_policy: never\n";
        var file = chaos.Home.Write("fleet.yaml", document);
        (await chaos.Home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await AllRun(chaos);
        (await chaos.Platform.Run("platform", "image", "remove", "gone:1", "--force", "--yes")).Expect(0);
        (await chaos.Platform.Run("platform", "container", "remove", $"fleet-s{Services}-1", "--force", "--yes")).Expect(0);
        await chaos.Home.Until("fleet", "services", $"s{Services}", "failed");
        (await chaos.Home.Run("workflow", "why", "fleet", $"s{Services}")).Expect(0).Says("gone:1");

        // The image is there again, and a start mends it.
        (await chaos.Platform.Run("platform", "image", "tag", ContainerEngines.Image, "gone:1")).Expect(0);
        (await chaos.Home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await AllRun(chaos);
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_container_is_removed_as_our_engine_is_killed(string name)
    {
        await using var chaos = await Chaos.Of(engines, name);
        var file = chaos.Home.Write("fleet.yaml", Fleet("exec sleep 600"));
        (await chaos.Home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await AllRun(chaos);

        // Killed while the container goes, with luck between hearing of it and writing it down, and once it is gone.
        foreach (var (service, milliseconds) in new[] { ("s1", 0), ("s2", 10), ("s3", 40), ("s4", 400) })
        {
            var removal = chaos.Platform.RemoveContainer($"fleet-{service}-1");
            await Task.Delay(milliseconds);
            await chaos.Kill(Victim.Engine);
            await removal;
            await chaos.Bring(Victim.Engine);
            await Home.Until(async () => await chaos.Restarts(service) > 1, $"{service} to be made again");
            await AllRun(chaos);
            Assert.Equal(Services, await chaos.Count("running"));
        }

        Assert.Equal(Services, await chaos.Count());
        Assert.Equal((1, 1), (await chaos.Restarts("s5"), await chaos.Restarts("s6")));
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task An_image_and_a_container_are_removed_while_our_engine_is_dead(string name)
    {
        await using var chaos = await Chaos.Of(engines, name);
        (await chaos.Platform.Run("platform", "image", "tag", ContainerEngines.Image, "gone:2")).Expect(0);
        var document = Fleet("exec sleep 600").Replace(ContainerEngines.Image, "gone:2") + "    pull_policy: never\n";
        var file = chaos.Home.Write("fleet.yaml", document);
        (await chaos.Home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await AllRun(chaos);
        await chaos.Kill(Victim.Engine);
        await chaos.Platform.RemoveImage("gone:2");
        await chaos.Platform.RemoveContainer($"fleet-s{Services}-1");
        await chaos.Bring(Victim.Engine);

        // The next engine misses it by name; what runs of the image goes on as it ran.
        await chaos.Home.Until("fleet", "services", $"s{Services}", "failed");
        (await chaos.Home.Run("workflow", "why", "fleet", $"s{Services}")).Expect(0).Says("gone:2");
        Assert.Equal(Services - 1, await chaos.Count("running"));
        Assert.Equal(1, await chaos.Restarts("s1"));

        (await chaos.Platform.Run("platform", "image", "tag", ContainerEngines.Image, "gone:2")).Expect(0);
        (await chaos.Home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await AllRun(chaos);
        Assert.Equal(Services, await chaos.Count());
        (await chaos.Platform.Run("platform", "image", "remove", "gone:2", "--force", "--yes")).Expect(0);
    }

    /// <summary>Up to where a step in a container is to begin: once there is such a file.</summary>
    private static async Task<string> AStepBehind(Chaos chaos, string name)
    {
        var gate = Path.Join(chaos.Home.Path, "gate");
        var file = chaos.Home.Write("late.yaml", $$"""
            name: late
            services:
              first: { x-step: { runtime: process }, command: ["sh", "-c", "until [ -e {{gate}} ]; do sleep 0.1; done"] }
              second: { image: "{{ContainerEngines.Image}}", x-step: { needs: [first] }, command: ["true"] }
            """);
        (await chaos.Home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await chaos.Home.Until("late", "steps", "first", "running");
        return gate;
    }

    private static string Fleet(string script) => "name: fleet\nservices:\n" + string.Concat(
        Enumerable.Range(1, Services).Select(number => $"""
              s{number}:
                image: {ContainerEngines.Image}
                command: ["sh", "-c", "{script}"]
                init: true
                restart: always
                stop_grace_period: 3s

            """));

    [GeneratedRegex("^GET \\S*/containers/[0-9a-f]{64}/json ")]
    private static partial Regex SingleLook();

    private static Task AllRun(Chaos chaos) => Home.Until(
        async () =>
        {
            var services = await ServicesOf(chaos);
            return services.Count == Services && services.All(static each => each.EndsWith(" running", StringComparison.Ordinal));
        },
        "all services to run",
        async () => string.Join('\n', await ServicesOf(chaos)) + (await chaos.Home.Run("workflow", "why", "fleet")).Output);

    private static async Task<List<string>> ServicesOf(Chaos chaos) =>
        [.. (await chaos.Home.Run("workflow", "services", "fleet", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
            .Select(static each => $"{each.GetProperty("name").GetString()} {each.GetProperty("state").GetString()}")];

    private static async Task<List<string>> Lines(Chaos chaos) =>
        [.. (await chaos.Home.Run("workflow", "logs", "fleet", "s1", "-o", "json")).Expect(0).Lines
            .Select(static line => line.GetProperty("text").GetString()!)];
}
