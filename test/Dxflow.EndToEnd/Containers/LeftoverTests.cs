using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Containers;

/// <summary>What a project leaves behind, and how it goes: containers of services that are no more, and volumes.</summary>
[Collection(ContainerCollection.Name)]
public sealed class LeftoverTests(ContainerEngines engines)
{
    private const string Sleeps = "image: dxflow-test:1, init: true, command: [sleep, '600']";

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Many_who_remove_one_container_at_once_have_it_removed(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var container = await platform.Container("wanted-gone");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => platform.RemoveContainer(container)));
        Assert.Null(await platform.State(container));
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Containers_of_services_that_are_no_more_are_told_and_go_when_asked(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        string Document(string services) => home.Write("left/compose.yaml", $"name: left\nservices:\n{services}");
        const string Web = $"  web: {{ {Sleeps} }}\n  quiet: {{ {Sleeps}, profiles: [loud] }}\n";
        (await home.Run(
            "run", Document($"{Web}  old: {{ {Sleeps} }}"), "--with", "loud", "--detach", "--runtime", name)).Expect(0);
        foreach (var service in (string[])["web", "quiet", "old"])
        {
            await home.Until("left", "services", service, "running");
        }

        await Make("left-hand-1", "left", "hand", 1);
        await Make("left-once-1", "left", "old", 1, oneOff: "True");
        await Make("left-far-1", "left", "far", 1, engine: "another");
        await Make("left-web-2", "left", "web", 2, engine: "another");
        await Make("right-old-1", "right", "old", 1);

        // Told by name, and left as it is; a service that no profile chooses is none.
        var file = Document(Web);
        var told = (await home.Run("run", file, "--detach", "--runtime", name)).Expect(0)
            .Complains("left-old-1").Complains("--remove-orphans").Complains("left-far-1, left-hand-1");
        Assert.DoesNotContain("quiet", told.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("once", told.Error, StringComparison.Ordinal);
        Assert.Equal("exited", await platform.State("left-old-1"));

        // One that somebody has started is stopped first. Nothing else is touched, and what is up goes on as it is.
        (await platform.Run("platform", "container", "start", "left-old-1")).Expect(0);
        (await home.Run("run", file, "--detach", "--runtime", name, "--remove-orphans")).Expect(0);
        Assert.Null(await platform.State("left-old-1"));
        foreach (var container in (string[])["left-web-1", "left-hand-1", "left-once-1", "left-far-1", "left-web-2", "right-old-1"])
        {
            Assert.Equal("running", await platform.State(container));
        }

        Assert.Equal("exited", await platform.State("left-quiet-1"));
        Assert.Single((await home.Run("workflow", "start", "left", "--runtime", name, "--remove-orphans", "-o", "json")).Expect(0).Json
            .GetProperty("warnings").EnumerateArray());

        Task<string> Make(string container, string project, string service, int number, string oneOff = "False", string? engine = null)
        {
            var labels = new Dictionary<string, string>
            {
                ["com.docker.compose.project"] = project,
                ["com.docker.compose.service"] = service,
                ["com.docker.compose.container-number"] = $"{number}",
                ["com.docker.compose.oneoff"] = oneOff,
            };
            if (engine is not null)
            {
                (labels["dxflow.run"], labels["dxflow.engine"]) = ("0123456789abcdef", engine);
            }

            return platform.Container(container, labels: labels);
        }
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Volumes_of_jobs_go_with_their_workflow_and_those_of_others_stay(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        (await platform.Run("platform", "volume", "create", "by-hand")).Expect(0);
        var before = await Volumes();
        var file = home.Write("jobs.yaml", $$"""
            name: jobs
            services:
              side: { {{Sleeps}}, volumes: ["/nameless", "kept:/kept"] }
              step:
                image: dxflow-test:1
                depends_on: [side]
                x-step: {}
                command: ["sh", "-c", "echo x >>/kept/file; wc -l </kept/file"]
                volumes: ["kept:/kept", "hand:/hand", "/nameless"]
            volumes: { kept: , hand: { name: by-hand } }
            """);
        (await home.Run("run", file, "--runtime", name)).Expect(0);
        (await home.Run("run", file, "--runtime", name)).Expect(0);
        (await home.Run("workflow", "logs", "jobs", "step")).Expect(0).Says("2");
        Assert.Equal(["jobs_kept"], (await Volumes()).Except(before));

        (await home.Run("workflow", "remove", "jobs", "--volumes", "--yes")).Expect(0);
        Assert.Equal(before, await Volumes());
        (await platform.Run("platform", "volume", "remove", "by-hand", "--yes")).Expect(0);

        async Task<IReadOnlyList<string>> Volumes() =>
            (await platform.Run("platform", "volume", "list", "-o", "name")).Expect(0).Output.Split('\n').Order().ToList();
    }
}
