using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows;

/// <summary>Projects that Compose's own tool started, and that tool on ours. It is Debian's 1.29, against both engines.</summary>
[Collection(ContainerCollection.Name)]
public sealed class AdoptTests(ContainerEngines engines)
{
    private const string Shop = """
        services:
          setup: { image: 'dxflow-test:1', command: ['true'] }
          db: { image: 'dxflow-test:1', command: [sleep, '600'], init: true }
          web:
            image: dxflow-test:1
            command: ["sh", "-c", "while :; do echo $$HOSTNAME; sleep 1; done"]
            init: true
            depends_on: { db: { condition: service_started }, setup: { condition: service_completed_successfully } }
          debug: { image: 'dxflow-test:1', command: [sleep, '600'], profiles: [debug] }
        """;

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_project_is_taken_over_as_it_runs(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        var file = home.Write("shop/compose.yaml", Shop);
        await Compose(platform, file, "up", "-d", "--scale", "web=2");
        var before = await Containers(platform);
        Assert.Equal(4, before.Count);

        var listed = (await home.Run("workflow", "projects", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
            .Single(static each => each.GetProperty("name").GetString() == "shop");
        int Number(string property) => listed.GetProperty(property).GetInt32();
        Assert.Equal((name, 3, 4), (listed.GetProperty("runtime").GetString(), Number("running"), Number("containers")));
        Assert.False(listed.TryGetProperty("run", out var none) && none.GetString() is not null);

        (await home.Run("workflow", "adopt", "shp")).Expect(3).Complains("workflow projects");
        (await home.Run("workflow", "adopt", "shop", "--dry-run")).Expect(0);
        (await home.Run("workflow", "list", "-o", "name")).Expect(0);
        (await home.Run("workflow", "adopt", "shop")).Expect(0);
        await Home.Until(
            async () => (await home.Run("workflow", "services", "shop", "-o", "json")).Expect(0).Json.GetProperty("items")
                .EnumerateArray().Where(static each => each.GetProperty("name").GetString() is "web" or "db")
                .All(static each => each.GetProperty("state").GetString() == "running"),
            "the services to be taken over");
        Assert.Equal(before, await Containers(platform));
        Assert.Equal("7", (await home.Run("workflow", "exec", "shop", "web", "--index", "2", "--", "echo", "7")).Expect(0).Output.Trim());
        (await home.Run("workflow", "adopt", "shop")).Expect(6).Complains("belongs to run shop/1");

        // Another start of ours, and Compose's own tool, see the same containers.
        Assert.Contains("shop_web_2", await Compose(platform, file, "ps"), StringComparison.Ordinal);
        (await home.Run("workflow", "stop", "shop")).Expect(0);
        Assert.DoesNotContain("Up", await Compose(platform, file, "ps"), StringComparison.Ordinal);
        await Compose(platform, file, "down");
        Assert.Empty(await Containers(platform));
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Compose_sees_reads_stops_and_removes_what_we_started(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        var file = home.Write("shop/compose.yaml", Shop);
        (await home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await home.Until("shop", "services", "web", "running");

        // 1.29 joins names by an underscore where 2.x and we have a dash; it goes by the labels.
        var seen = await Compose(platform, file, "ps");
        Assert.Contains("shop-web-1", seen, StringComparison.Ordinal);
        Assert.Contains("Up", seen, StringComparison.Ordinal);
        if (name == "docker")
        {
            var host = (await platform.Home.Run("workflow", "exec", "shop", "web", "--", "printenv", "HOSTNAME")).Expect(0).Output.Trim();
            await Home.Until(
                async () => (await Compose(platform, file, "logs", "web")).Contains(host, StringComparison.Ordinal), "a line of web's log");
        }

        await Compose(platform, file, "stop", "-t", "1");
        await Home.Until(
            async () => (await home.Run("workflow", "runs", "shop", "-o", "json")).Expect(0).Json.GetProperty("items")[0]
                .GetProperty("state").GetString() is "failed" or "succeeded",
            "the run to end with its containers");
        await Compose(platform, file, "down", "-t", "1");
        Assert.Empty(await Containers(platform));
        var networks = (await platform.Run("platform", "network", "list", "-o", "name")).Expect(0).Output;
        Assert.DoesNotContain("shop_default", networks, StringComparison.Ordinal);
        (await home.Run("workflow", "remove", "shop", "--volumes", "--yes")).Expect(0);
    }

    private static Task<string> Compose(PlatformHome platform, string file, params string[] words) => Tool.Text(
        "docker-compose", "", ["-H", platform.Home.Variables[platform.Name == "docker" ? "DOCKER_HOST" : "CONTAINER_HOST"]!, "-p", "shop",
            "-f", file, .. words]);

    /// <summary>Id and state of each, by name.</summary>
    private static async Task<Dictionary<string, string>> Containers(PlatformHome platform) =>
        (await platform.Run("platform", "container", "list", "--all", "--project", "shop", "-o", "json")).Expect(0).Json
            .GetProperty("items").EnumerateArray().ToDictionary(
                static one => one.GetProperty("name").GetString()!,
                static one => $"{one.GetProperty("id").GetString()} {one.GetProperty("state").GetString()}");
}
