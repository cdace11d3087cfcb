using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows.Control;

/// <summary><c>--no-start</c>: containers are made and rest, through the death of the engine too, and a start starts just these.</summary>
[Collection(ContainerCollection.Name)]
public sealed class NoStartTests(ContainerEngines engines)
{
    private static readonly string[] Services = ["db", "side", "web"];

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task What_is_made_is_what_a_start_starts(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        var file = home.Write("made.yaml", Document("sleep 600"));
        string made;
        await using (var engine = await home.Boot())
        {
            (await home.Run("run", file, "--no-start", "--runtime", name)).Expect(0).Says("created");
            made = await Identities(platform);
            await All(platform, "created");
            Assert.All(await States(home), static state => Assert.Equal("created", state));
            (await home.Run("workflow", "list")).Expect(0).Says("created");
            Assert.DoesNotContain("made/1", (await home.Run("ps")).Expect(0).Output, StringComparison.Ordinal);
            (await platform.Run("platform", "network", "inspect", "made_back")).Expect(0);
            (await platform.Run("platform", "volume", "inspect", "made_data")).Expect(0);
            (await home.Run("run", file, "--no-start", "--runtime", name)).Expect(0);
            Assert.Equal(made, await Identities(platform));
            await engine.Crash();
        }

        await using var next = await home.Boot();
        Assert.All(await States(home), static state => Assert.Equal("created", state));
        await All(platform, "created");

        // One of them, with what it waits for; then the rest.
        (await home.Run("workflow", "start", "made", "web", "--wait-timeout", "1s")).Expect(7).Complains("side is created");
        await home.Until("made", "services", "web", "running");
        Assert.Equal(["running", "created", "running"], await States(home));
        Assert.Equal(["running", "created", "running"], await platform.States("made"));
        (await home.Run("workflow", "start", "made", "--runtime", name, "--wait")).Expect(0).Says("running");
        Assert.Equal(made, await Identities(platform));
        await Home.Until(
            async () => (await home.Run("workflow", "logs", "made", "side")).Expect(0).Output.Contains("here is the note"), "the note");

        // What runs is not made anew without a start; what has been stopped is there to be started.
        (await home.Run("run", home.Write("made.yaml", Document("sleep 601")), "--no-start", "--runtime", name)).Expect(6)
            .Complains("workflow stop made");
        (await home.Run("workflow", "stop", "made")).Expect(0);
        (await home.Run("workflow", "start", "made", "--no-start", "--runtime", name)).Expect(0).Says("created");
        Assert.NotEqual(made, await Identities(platform));
        (await home.Run("workflow", "remove", "made", "--stop", "--volumes", "--yes")).Expect(0);
        Assert.Empty(await platform.States("made"));
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task What_cannot_be_made_is_told_and_leaves_no_run(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        await platform.Container("made-web-1");
        var file = home.Write("made.yaml", Document("sleep 600"));
        (await home.Run("run", file, "--no-start", "--runtime", name)).Expect(6).Complains("web: the name 'made-web-1' is taken");
        Assert.Equal("running", await platform.State("made-web-1"));
        (await home.Run("workflow", "runs", "made")).Expect(0).Says("stopped");
        var away = home.Write("away.yaml", "name: away\nservices: { one: { image: 'dxflow-none:1', pull_policy: never } }\n");
        Assert.NotEqual(0, (await home.Run("run", away, "--no-start", "--runtime", name)).Complains("dxflow-none:1").Exit);
        Assert.Empty((await home.Run("workflow", "runs", "away", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Processes_and_jobs_have_nothing_to_make()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var file = home.Write("two.yaml", "name: two\nservices: { web: { command: [sleep, '600'] } }\n");
        (await home.Run("run", file, "--no-start")).Expect(2).Complains("'web' runs on process");
        (await home.Run("run", file, "--no-start", "--wait")).Expect(2).Complains("cannot be waited for");
        (await home.Run("workflow", "start", "two", "web", "--no-start")).Expect(2);
        var job = home.Write("job.yaml", "name: job\nservices: { one: { command: [echo, hi], x-step: {} } }\n");
        (await home.Run("run", job, "--no-start")).Expect(2).Complains("is a job");
    }

    /// <summary>
    /// <c>side</c> shares the network of <c>db</c>, whose container has to be there first; <c>web</c> waits for <c>db</c>.
    /// </summary>
    private static string Document(string program) => $$"""
        name: made
        services:
          side:
            image: {{ContainerEngines.Image}}
            command: [sh, -c, "cat /note; echo; exec {{program}}"]
            network_mode: service:db
            configs: [{ source: note, target: /note }]
            init: true
          web:
            image: {{ContainerEngines.Image}}
            command: [sh, -c, "exec {{program}}"]
            networks: [default, back]
            depends_on: [db]
            init: true
          db:
            image: {{ContainerEngines.Image}}
            command: [sh, -c, "exec {{program}}"]
            volumes: ["data:/data"]
            init: true
        configs: { note: { content: "here is the note" } }
        networks: { back: }
        volumes: { data: }
        """;

    private static async Task<string> Identities(PlatformHome platform) => string.Join(
        ' ', await Task.WhenAll(Services.Select(service => platform.Identity($"made-{service}-1"))));

    private static async Task All(PlatformHome platform, string state) =>
        Assert.Equal([state, state, state], await platform.States("made"));

    private static async Task<IReadOnlyList<string>> States(Home home) =>
    [
        .. (await home.Run("workflow", "services", "made", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
            .OrderBy(static each => each.GetProperty("name").GetString(), StringComparer.Ordinal)
            .Select(static each => each.GetProperty("state").GetString()!),
    ];
}
