using System.Text.Json;
using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>Volumes of a workflow and of a run, on processes and in containers; what is read from them; ports of processes.</summary>
[Collection(ContainerCollection.Name)]
public sealed class VolumeTests(ContainerEngines engines)
{
    private const string Document = """
        name: kept
        x-workflow:
          inputs: { n: 1, before: { type: file, default: "volume:data/deep/last" } }
          outputs: { told: "{{ steps.write.outputs.told }}" }
        services:
          write:
            image: dxflow-test:1
            volumes: ["data:/data", "own:/own"]
            x-step:
              inputs: { n: "{{ workflow.inputs.n }}", before: "{{ workflow.inputs.before }}", at: "{{ volumes.data }}" }
              outputs: { told: { type: string, file: outputs/told } }
              script: |
                mkdir -p "$DXFLOW_VOLUME_DATA/deep" "$DXFLOW_VOLUME_DATA/plain"
                echo "$DXFLOW_INPUT_N" >> "$DXFLOW_INPUT_AT/deep/last"
                echo "$DXFLOW_INPUT_N" >> "$DXFLOW_VOLUME_OWN/all"
                ln -sf /etc/passwd "$DXFLOW_VOLUME_DATA/deep/away"
                echo $(cat inputs/before*) / $(cat "$DXFLOW_VOLUME_OWN/all") > outputs/told
        volumes: { data: , own: { x-scope: run } }
        """;

    [Fact]
    public async Task A_process_has_volumes_of_its_workflow_and_of_its_run()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        for (var turn = 1; turn <= 2; turn++)
        {
            var values = (await home.Run("run", "examples/flows/volumes.yaml", "-o", "json")).Expect(0).Json.GetProperty("values");
            FlowGallery.Same($$"""{"lines":{{turn}},"own":1}""", values);
        }

        // What wrote runs again: nobody knows what is in there.
        (await home.Run("workflow", "retry", "volumes/2")).Expect(0).Complains("can write to the volume");
        (await home.Run("workflow", "wait", "volumes")).Expect(0);
        FlowGallery.Same(
            """{"lines":3,"own":1}""",
            (await home.Run("workflow", "outputs", "volumes", "-o", "json")).Expect(0).Json.GetProperty("values"));
        Assert.True(File.Exists(Path.Combine(home.Path, "volumes/volumes/diary/lines")));
        Assert.Empty(Directory.GetDirectories(Path.Combine(home.Path, "runs"), "scratch", SearchOption.AllDirectories));

        (await home.Run("workflow", "remove", "volumes", "--yes")).Expect(0);
        Assert.True(File.Exists(Path.Combine(home.Path, "volumes/volumes/diary/lines")));
        (await home.Run("run", "examples/flows/volumes.yaml")).Expect(0);
        (await home.Run("workflow", "remove", "volumes", "--volumes", "--yes")).Expect(0);
        Assert.False(Directory.Exists(Path.Combine(home.Path, "volumes/volumes")));
    }

    [Fact]
    public async Task What_a_process_left_in_a_volume_is_read_at_a_start_and_nothing_outside()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var file = home.Write("kept.yaml", Document.Replace("    image: dxflow-test:1\n", "", StringComparison.Ordinal));
        var first = home.Write("first", "0\n");
        (await home.Run("run", file)).Expect(2).Complains("the volume `data` is not there: no run of kept has used it yet");
        (await home.Run("run", file, "-p", $"before=@{first}", "-o", "json")).Expect(0).Says("0 / 1");
        (await home.Run("run", file, "-p", "n=2", "-o", "json")).Expect(0).Says("1 / 2");
        (await home.Run("run", Other(home, file, "deep/none"))).Expect(2).Complains("the volume `data` has nothing at deep/none");
        (await home.Run("run", Other(home, file, "deep"))).Expect(2).Complains("is a directory, and the input is a file");
        (await home.Run("run", Other(home, file, "deep/away"))).Expect(2).Complains("a link leads out of the directory");
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Containers_have_them_in_their_engine_which_reads_them_without_a_start(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        var file = home.Write("kept.yaml", Document);
        var first = home.Write("first", "0\n");
        (await home.Run("run", file, "--runtime", name)).Expect(2).Complains("the volume kept_data is not there");
        (await home.Run("run", file, "--runtime", name, "-p", $"before=@{first}", "-o", "json")).Expect(0).Says("0 / 1");
        (await home.Run("run", file, "--runtime", name, "-p", "n=2", "-o", "json")).Expect(0).Says("1 / 2");
        (await home.Run("run", Other(home, file, "deep/none"), "--runtime", name)).Expect(2).Complains("has nothing at deep/none");
        (await home.Run("run", Other(home, file, "plain"), "--runtime", name)).Expect(2).Complains("is a directory, and the input");
        (await home.Run("run", Other(home, file, "deep/away"), "--runtime", name)).Expect(2)
            .Complains("volume:data/deep/away cannot be read");
        Assert.DoesNotContain("reader", (await platform.Run("platform", "container", "list", "--all", "-o", "name")).Expect(0).Output);
        var volumes = (await platform.Run("platform", "volume", "list", "-o", "name")).Expect(0).Output;
        Assert.Contains("kept_data", volumes, StringComparison.Ordinal);
        Assert.DoesNotContain("_own", volumes, StringComparison.Ordinal);

        // An up run's own goes when it is stopped, and the other stays until it is said.
        var up = home.Write("up/compose.yaml", """
            name: kept
            services:
              a: { image: dxflow-test:1, init: true, command: [sh, -c, "echo A; exec sleep 600"], volumes: ["own:/own", "data:/data"] }
            volumes: { data: , own: { x-scope: run } }
            """);
        (await home.Run("run", up, "--runtime", name, "--wait")).Expect(0);
        (await platform.Run("platform", "volume", "list", "-o", "name")).Expect(0).Says("_own");
        (await home.Run("workflow", "stop", "kept")).Expect(0);
        volumes = (await platform.Run("platform", "volume", "list", "-o", "name")).Expect(0).Output;
        Assert.Contains("kept_data", volumes, StringComparison.Ordinal);
        Assert.DoesNotContain("_own", volumes, StringComparison.Ordinal);
        (await home.Run("workflow", "remove", "kept", "--volumes", "--yes")).Expect(0);
        Assert.DoesNotContain(
            "kept_", (await platform.Run("platform", "volume", "list", "-o", "name")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_of_a_process_that_is_published_as_another_is_listened_on_for_it()
    {
        await using var home = new Home();
        var file = home.Write("ports/compose.yaml", """
            name: ports
            services:
              web:
                command: [python3, -m, http.server, "18342", --bind, 127.0.0.1]
                ports: ["127.0.0.1:18341:18342"]
            """);
        using var client = new HttpClient();
        await using (await home.Boot())
        {
            (await home.Run("run", file, "--detach")).Expect(0);
            await Answers(client);
            var other = home.Write("other/compose.yaml", """
                name: other
                services: { web: { command: [sleep, "600"], ports: ["127.0.0.1:18341:18343"] } }
                """);
            (await home.Run("run", other, "--detach")).Expect(0);
            await Home.Until(
                async () => (await home.Run("workflow", "why", "other")).Output.Contains(
                    "port 18341 of `web` cannot be published", StringComparison.Ordinal),
                "the second to be told that the port is taken");
        }

        // The process goes on without an engine, and the next one listens for it again.
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("http://127.0.0.1:18341/"));
        await using var next = await home.Boot();
        await Answers(client);
        (await home.Run("workflow", "stop", "ports")).Expect(0);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("http://127.0.0.1:18341/"));
    }

    private static Task Answers(HttpClient client) => Home.Until(
        async () =>
        {
            try
            {
                return (await client.GetAsync("http://127.0.0.1:18341/")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        "the service to answer on the published port");

    /// <summary>The same document, which reads something else.</summary>
    private static string Other(Home home, string file, string path) => home.Write(
        "other.yaml", File.ReadAllText(file).Replace("volume:data/deep/last", $"volume:data/{path}", StringComparison.Ordinal));
}
