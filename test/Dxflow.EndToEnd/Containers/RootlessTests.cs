using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Containers;

/// <summary>An engine and Podman, both of a user who is not root.</summary>
[Collection(ContainerCollection.Name)]
public sealed class RootlessTests
{
    private const string Document = """
        name: own
        x-workflow: { outputs: { who: "{{ steps.read.outputs.who }}" } }
        services:
          write:
            image: dxflow-test:1
            network_mode: none
            x-step:
              outputs: { file: { type: file, path: outputs/file } }
              script: echo written > outputs/file
          read:
            image: dxflow-test:1
            network_mode: none
            x-step:
              inputs: { file: "{{ steps.write.outputs.file }}" }
              outputs: { who: { type: string, file: outputs/who } }
              script: |
                echo more >> work
                echo "$(cat "$DXFLOW_INPUT_FILE") by $(id -u)" > outputs/who
        """;

    private const string Service = """
        name: stays
        services:
          one:
            image: dxflow-test:1
            network_mode: none
            stop_grace_period: 1s
            command: ["sh", "-c", "echo begun; exec sleep 600"]
        """;

    private const string Networked = """
        name: meets
        services:
          one:
            image: dxflow-test:1
            stop_grace_period: 1s
            command: [ sleep, "600" ]
            ports: [ "127.0.0.1:18231:80" ]
          two:
            image: dxflow-test:1
            stop_grace_period: 1s
            command: [ sleep, "600" ]
            depends_on: [ one ]
        """;

    [Fact]
    public async Task Services_meet_in_a_network_and_have_ports_of_the_machine()
    {
        await using var podman = await RootlessPodman.OfAsync(networks: true);
        var home = podman.Home;
        await using var engine = await home.Boot();
        (await home.Run("run", home.Write("meets.yaml", Networked), "--runtime", "podman", "--wait")).Expect(0);
        (await home.Run("workflow", "exec", "meets", "two", "--", "getent", "hosts", "one")).Expect(0).Says("one");
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync("127.0.0.1", 18231);
        (await home.Run("workflow", "remove", "meets", "--stop", "--yes")).Expect(0);
    }

    [Fact]
    public async Task Steps_write_as_the_user_and_services_start_and_stop()
    {
        await using var podman = await RootlessPodman.OfAsync();
        var home = podman.Home;
        await using var engine = await home.Boot();
        var run = (await home.Run("run", home.Write("own.yaml", Document), "--runtime", "podman", "-o", "json")).Expect(0);
        Assert.Equal("written by 0", run.Json.GetProperty("values").GetProperty("who").GetString());

        (await home.Run("run", home.Write("stays.yaml", Service), "--runtime", "podman", "--wait")).Expect(0);
        Assert.Equal("0", (await home.Run("workflow", "exec", "stays", "one", "--", "id", "-u")).Expect(0).Output.Trim());
        (await home.Run("workflow", "logs", "stays", "one")).Expect(0).Says("begun");

        // Its control groups are the machine's: Podman refuses, the run says so, and everything else goes on.
        (await home.Run("workflow", "pause", "stays")).Expect(0).Complains("one is not paused");
        (await home.Run("workflow", "unpause", "stays")).Expect(0);
        (await home.Run("workflow", "stop", "stays", "one")).Expect(0);
        (await home.Run("workflow", "start", "stays", "one")).Expect(0);
        await home.Until("stays", "services", "one", "running");
        (await home.Run("workflow", "remove", "stays", "--stop", "--yes")).Expect(0);

        // A network needs what this machine gives to root alone: that is said.
        (await home.Run("run", home.Write("meets.yaml", Networked), "--runtime", "podman", "--wait")).Expect(1);
        (await home.Run("workflow", "why", "meets")).Expect(0).Says("need /dev/net/tun to be open to its user");
        (await home.Run("workflow", "remove", "meets", "--stop", "--yes")).Expect(0);
    }
}
