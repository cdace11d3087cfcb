using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Containers.Brought;

/// <summary>What documents and images of others take for granted, on both engines.</summary>
[Collection(ContainerCollection.Name)]
public sealed class HabitTests(ContainerEngines engines)
{
    private const string Document = """
        services:
          store:
            build: { context: ., dockerfile_inline: "FROM dxflow-test:1\nSTOPSIGNAL SIGUSR1\n" }
            stop_grace_period: 25s
            command: [ sh, -c, "trap 'echo asked; exit 0' USR1; echo begun; sleep 600 & wait" ]
          app:
            image: dxflow-test:1
            init: true
            stop_signal: SIGINT
            stop_grace_period: 1500ms
            links: [ "store:database", store ]
            networks: { default: , back: }
            command: [ sleep, "600" ]
        networks: { back: }
        """;

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_link_is_a_name_and_an_image_says_how_it_wants_to_be_stopped(string name)
    {
        await using var up = await ComposeCase.Of(engines, name, Document, "", []);
        const string Look = "import socket; print(socket.gethostbyname('database') == socket.gethostbyname('store'))";
        await up.Running("store");
        Assert.Equal("True", (await up.Exec("app", "python3", "-c", Look)).Expect(0).Output.Trim());

        // Who stops it with a tool of theirs does it as the document says.
        var address = (await (name == "docker" ? engines.DockerAsync() : engines.PodmanAsync())).Address;
        var config = await Tool.Text(
            "docker", "", "-H", address, "inspect", "-f", "{{.Config.StopSignal}} {{.Config.StopTimeout}}", "case-app-1");
        Assert.Contains(config.Trim(), (string[])["SIGINT 2", "2 2"]);

        await Home.Until(
            async () => (await up.Home.Run("workflow", "logs", "case", "store")).Expect(0).Output.Contains("begun"), "it to begin");
        (await up.Home.Run("workflow", "stop", "case")).Expect(0);
        (await up.Home.Run("workflow", "logs", "case", "store")).Expect(0).Says("asked");
        (await up.Home.Run("workflow", "remove", "case", "--stop", "--yes")).Expect(0);
    }
}
