using System.Net.Http.Json;
using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Containers;

/// <summary>What a build may take from the machine, and for whom.</summary>
[Collection(ContainerCollection.Name)]
public sealed class BuildReachTests(ContainerEngines engines)
{
    [Fact]
    public async Task A_Dockerfile_for_Podman_takes_archives_of_the_machine_for_who_may_have_that_alone()
    {
        await using var platform = await PlatformHome.Of(engines, "podman");
        var home = platform.Home;
        await using var engine = await home.Boot();
        var outside = Directory.CreateTempSubdirectory("br-");
        try
        {
            var archive = Path.Combine(outside.FullName, "app.tar");
            (await platform.Run("platform", "image", "save", ContainerEngines.Image, archive)).Expect(0);
            var project = outside.CreateSubdirectory("taken").FullName;
            var (file, dockerfile) = (Path.Combine(project, "compose.yaml"), Path.Combine(project, "Dockerfile"));
            var lines = "ARG KIND=none\nFROM ${KIND}-archive:" + archive + "\nRUN echo taken >/taken\n";
            await File.WriteAllTextAsync(dockerfile, lines, TestContext.Current.CancellationToken);
            const string Document = """
                name: taken
                services:
                  it:
                    build: { context: ., args: { KIND: docker } }
                    pull_policy: build
                    x-step: {}
                    command: ["cat", "/taken"]
                """;
            await File.WriteAllTextAsync(file, Document, TestContext.Current.CancellationToken);
            (await home.Run("run", file, "--runtime", "podman")).Expect(0);
            (await home.Run("workflow", "logs", "taken")).Expect(0).Says("taken");

            // The same by a token that lacks PLATFORM.
            var token = (await home.Run("engine", "token", "--permissions", "WORKFLOW", "-o", "json")).Expect(0).Json
                .GetProperty("token").GetString();
            using var client = SocketClient.Of(home);
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            using var started = await client.PostAsJsonAsync(
                "/api/workflows/taken/start", new { runtime = "podman" }, TestContext.Current.CancellationToken);
            Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            await home.Until("taken", "steps", "it", "failed");
            (await home.Run("workflow", "why", "taken")).Expect(0).Says("on the machine").Says("image");
            (await home.Run("workflow", "remove", "taken", "--yes")).Expect(0);
            await platform.RemoveImage("taken-it");
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    /// <summary>A file that describes builds for everywhere, as many do, is built for this machine.</summary>
    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_build_for_several_platforms_is_one_for_this_machine(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        string Document(string more) => home.Write("many/compose.yaml", $$"""
            name: many
            services:
              it:
                build:
                  context: .
                  dockerfile_inline: "FROM {{ContainerEngines.Image}}\nRUN echo built >/built\n"
                  platforms: [linux/amd64, linux/arm64]
                  cache_to: [type=inline]
                  {{more}}
                x-step: {}
                pull_policy: build
                command: ["cat", "/built"]
            """);
        (await home.Run("run", Document("pull: false"), "--runtime", name)).Expect(0);
        (await home.Run("workflow", "logs", "many")).Expect(0).Says("built");
        (await home.Run("run", Document("entitlements: [network.host]"), "--runtime", name)).Expect(1).Complains("`entitlements`");
        (await home.Run("workflow", "remove", "many", "--yes")).Expect(0);
        await platform.RemoveImage("many-it");
    }
}
