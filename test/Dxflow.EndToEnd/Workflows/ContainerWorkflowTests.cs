using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows;

/// <summary>Documents in containers, on both engines.</summary>
[Collection(ContainerCollection.Name)]
public sealed class ContainerWorkflowTests(ContainerEngines engines)
{
    private const string Shop = """
        name: shop
        services:
          db:
            image: dxflow-test:1
            command: ["sh", "-c", "echo db GREETING; exec sleep 600"]
            init: true
            volumes: ["data:/data"]
          web:
            image: dxflow-test:1
            command: ["sh", "-c", "exec sleep 600"]
            init: true
            depends_on: [db]
            deploy: { replicas: 2 }
        volumes: { data: }
        """;

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task The_example_with_a_service_gives_the_same_as_on_processes(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        await using var engine = await platform.Home.Boot();
        (await platform.Run("platform", "image", "tag", ContainerEngines.Image, "python:3.11-slim")).Expect(0);
        var (file, port) = ExampleTests.WebElsewhere(platform.Home);
        (await platform.Home.Run("run", file, "--runtime", name)).Expect(0);
        (await platform.Home.Run("workflow", "logs", "web", "fetch")).Expect(0).Says($"http://site:{port}/ 200");
        var listed = (await platform.Run("platform", "container", "list", "--all", "--project", "web-r1", "-o", "json")).Expect(0);
        Assert.Empty(listed.Json.GetProperty("items").EnumerateArray());
        Assert.DoesNotContain("web-r1_default", (await platform.Run("platform", "network", "list", "-o", "name")).Expect(0).Output);
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task The_example_that_aligns_gives_the_same_as_on_processes(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        await engines.ImportAsync(
            name, "dxflow-align:1", "base-files", "dash", "coreutils", "gzip", "perl-base", "perl", "python3", "bowtie2", "samtools");
        ExampleTests.AssertAlignment(
            (await platform.Home.Run("run", "examples/align/compose.yaml", "--runtime", name, "-o", "json")).Expect(0));
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task What_has_not_changed_goes_on_running(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        var file = home.Write("shop.yaml", Shop.Replace("GREETING", "one", StringComparison.Ordinal));
        (await home.Run("run", file, "--detach")).Expect(0);
        await Home.Until(async () => (await Containers(platform)).Count == 3, "three containers to run");
        var first = await Containers(platform);

        // Nothing has changed: no run is made.
        (await home.Run("run", file, "--detach")).Expect(0);
        Assert.Equal(first, await Containers(platform));
        Assert.Single((await home.Run("workflow", "runs", "shop", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray());

        home.Write("shop.yaml", Shop.Replace("GREETING", "two", StringComparison.Ordinal));
        (await home.Run("run", file, "--detach")).Expect(0);
        await Home.Until(
            async () => await Containers(platform) is { Count: 3 } now && now["shop-db-1"] != first["shop-db-1"], "db to be another");
        var second = await Containers(platform);
        Assert.Equal((first["shop-web-1"], first["shop-web-2"]), (second["shop-web-1"], second["shop-web-2"]));
        await Home.Until(
            async () => (await home.Run("workflow", "logs", "shop", "db")).Expect(0).Output.Contains("db two", StringComparison.Ordinal),
            "the new db to say so");

        (await home.Run("workflow", "scale", "shop", "web", "3")).Expect(0);
        await Home.Until(async () => (await Containers(platform)).Count == 4, "a third web");
        Assert.Equal(second["shop-web-2"], (await Containers(platform))["shop-web-2"]);
        Assert.Equal("5", (await home.Run(
            "workflow", "exec", "shop", "web", "--index", "3", "-e", "A=5", "--", "printenv", "A")).Expect(0).Output.Trim());
        (await home.Run("workflow", "remove", "shop", "--stop", "--volumes", "--yes")).Expect(0);
        Assert.Empty(await Containers(platform));
        Assert.DoesNotContain("shop_data", (await platform.Run("platform", "volume", "list", "-o", "name")).Expect(0).Output);
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Containers_outlive_their_engine_and_are_found_again(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        var file = home.Write("shop.yaml", Shop);
        Dictionary<string, string> before;
        await using (await home.Boot())
        {
            (await home.Run("run", file, "--detach")).Expect(0);
            await Home.Until(async () => (await Containers(platform)).Count == 3, "three containers to run");
            before = await Containers(platform);
        }

        await using var next = await home.Boot();
        await Home.Until(
            async () => (await home.Run("workflow", "services", "shop", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
                .All(static one => one.GetProperty("state").GetString() == "running"),
            "all to be found again");
        Assert.Equal(before, await Containers(platform));
        (await home.Run("workflow", "stop", "shop")).Expect(0);
        Assert.Empty(await Containers(platform));
        (await home.Run("workflow", "remove", "shop", "--yes")).Expect(0);
    }

    [Fact]
    public async Task A_project_that_was_started_by_hand_is_taken_over_untouched()
    {
        await using var platform = await PlatformHome.Of(engines, "docker");
        var home = platform.Home;
        await using var engine = await home.Boot();
        var file = home.Write("shop.yaml", "services: { web: { image: 'dxflow-test:1', command: [sleep, '600'], init: true } }\n");
        async Task Compose(params string[] words) =>
            await Tool.Run("docker-compose", "", ["-H", home.Variables["DOCKER_HOST"]!, "-p", "shop", "-f", file, .. words]);

        await Compose("up", "-d");
        var before = await Containers(platform);
        Assert.Single(before);
        (await home.Run("workflow", "create", file, "--name", "shop")).Expect(0);
        (await home.Run("workflow", "start", "shop", "--runtime", "docker", "--adopt")).Expect(0);
        await Home.Until(
            async () => (await home.Run("workflow", "services", "shop", "-o", "json")).Expect(0).Json.GetProperty("items")[0]
                .GetProperty("state").GetString() == "running",
            "the service to be taken over");
        Assert.Equal(before, await Containers(platform));
        Assert.Equal("7", (await home.Run("workflow", "exec", "shop", "web", "--", "echo", "7")).Expect(0).Output.Trim());

        // Compose's own tool ends what is ours now, and that is seen.
        await Compose("stop", "-t", "1");
        await Home.Until(
            async () => (await home.Run("workflow", "runs", "shop", "-o", "json")).Expect(0).Json.GetProperty("items")[0]
                .GetProperty("state").GetString() is "succeeded" or "failed",
            "the run to end with its container");
        await Compose("down");
        Assert.Empty(await Containers(platform));
    }

    /// <summary>Those of the project that run, with their ids.</summary>
    private static async Task<Dictionary<string, string>> Containers(PlatformHome platform) =>
        (await platform.Run("platform", "container", "list", "--project", "shop", "-o", "json")).Expect(0).Json.GetProperty("items")
            .EnumerateArray().Where(static one => one.GetProperty("state").GetString() == "running")
            .ToDictionary(static one => one.GetProperty("name").GetString()!, static one => one.GetProperty("id").GetString()!);
}
