using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Containers;

/// <summary>
/// What the Compose specification's published conformance cases ask of an implementation, by our own documents: lifecycle, networks that
/// reach and networks that must not, volume, secret, config, UDP port, scaling.
/// </summary>
[Collection(ContainerCollection.Name)]
public sealed class ComposeConformanceTests(ContainerEngines engines)
{
    private const string Sleeps = "image: dxflow-test:1, init: true, command: [sleep, '600']";

    /// <summary>Answers every datagram, or every connection, with its own name.</summary>
    private const string Answer = """
        import os, socket, sys
        udp = sys.argv[1] == "udp"
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if udp else socket.SOCK_STREAM)
        s.bind(("", 7000))
        udp or s.listen()
        while True:
            if udp:
                _, peer = s.recvfrom(100)
                s.sendto(os.environ["ME"].encode(), peer)
            else:
                peer, _ = s.accept()
                peer.sendall(os.environ["ME"].encode())
                peer.close()
        """;

    private const string Ask = """
        import socket, sys
        s = socket.create_connection((sys.argv[1], 7000), timeout=3)
        print(s.makefile().read())
        """;

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_project_comes_up_stops_starts_again_and_goes(string name)
    {
        await using var up = await Up(name, $"services: {{ entry: {{ {Sleeps} }} }}");
        await up.Running("entry");
        (await up.Home.Run("workflow", "stop", "case")).Expect(0);
        Assert.Equal(["exited"], await up.States("entry"));
        (await up.Home.Run("workflow", "start", "case", "--runtime", name)).Expect(0);
        await up.Running("entry");
        (await up.Home.Run("workflow", "remove", "case", "--stop", "--yes")).Expect(0);
        Assert.Empty(await up.States("entry"));
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Services_reach_each_other_by_name(string name)
    {
        await using var up = await Up(name, $"services: {{ entry: {{ {Sleeps} }}, target: {{ {Talks("tcp")} }} }}");
        Assert.Equal("target", await up.AskedFrom("entry", "target"));
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Services_of_different_networks_do_not_reach_each_other(string name)
    {
        await using var up = await Up(name, $$"""
            services:
              entry: { {{Sleeps}}, networks: [a] }
              target: { {{Talks("tcp")}}, networks: { b: { aliases: [other] } } }
              both: { {{Sleeps}}, networks: [a, b] }
            networks: { a: , b: }
            """);
        Assert.Equal("target", await up.AskedFrom("both", "other"));
        (await up.Home.RunWith(Ask, "workflow", "exec", "-i", "case", "entry", "--", "python3", "-", "target")).Expect(1);
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Two_services_share_a_volume(string name)
    {
        await using var up = await Up(name, $$"""
            services:
              one: { {{Sleeps}}, volumes: ["shared:/there"] }
              two: { {{Sleeps}}, volumes: ["shared:/elsewhere:ro"] }
            volumes: { shared: }
            """);
        (await up.Exec("one", "sh", "-c", "echo 42 > /there/file")).Expect(0);
        Assert.Equal("42", (await up.Exec("two", "cat", "/elsewhere/file")).Expect(0).Output.Trim());
        (await up.Exec("two", "sh", "-c", "echo 43 > /elsewhere/file")).Expect(2);
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Secrets_and_configs_are_files(string name)
    {
        await using var up = await Up(
            name,
            $$"""
            services:
              entry:
                image: dxflow-test:1
                init: true
                command: [sleep, "600"]
                secrets: [word, { source: word, target: /run/other, mode: 0400 }]
                configs: [plain, { source: inline, target: /etc/inline }]
            secrets: { word: { file: ./word } }
            configs: { plain: { file: ./plain }, inline: { content: "inline text" } }
            """,
            ("word", "hush"),
            ("plain", "open"));
        Assert.Equal("hushhushopeninline text", (await up.Exec(
            "entry", "sh", "-c", "cat /run/secrets/word /run/other /plain /etc/inline")).Expect(0).Output);
        Assert.Equal("400", (await up.Exec("entry", "stat", "-c", "%a", "/run/other")).Expect(0).Output.Trim());
        var shown = (await up.Home.Run("workflow", "show", "case", "-o", "json")).Expect(0).Output;
        Assert.DoesNotContain("hush", shown, StringComparison.Ordinal);
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_udp_port_is_published(string name)
    {
        await using var up = await Up(name, $"services: {{ target: {{ {Talks("udp")}, ports: ['127.0.0.1:17001:7000/udp'] }} }}");
        await up.Running("target");
        using var client = new System.Net.Sockets.UdpClient();
        client.Connect("127.0.0.1", 17001);
        await Home.Until(
            async () =>
            {
                try
                {
                    await client.SendAsync("?"u8.ToArray());
                    using var late = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                    return System.Text.Encoding.UTF8.GetString((await client.ReceiveAsync(late.Token)).Buffer) == "target";
                }
                catch (Exception notYet) when (notYet is OperationCanceledException or System.Net.Sockets.SocketException)
                {
                    return false;
                }
            },
            "an answer over UDP");
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_service_has_as_many_containers_as_its_document_says(string name)
    {
        await using var up = await Up(name, $"services: {{ entry: {{ {Sleeps}, deploy: {{ replicas: 3 }} }} }}");
        await Home.Until(async () => await up.States("entry") is ["running", "running", "running"], "three to run");
        (await up.Home.Run("workflow", "scale", "case", "entry", "1")).Expect(0);
        Assert.Equal(["running"], await up.States("entry"));
        (await up.Home.Run("workflow", "scale", "case", "entry", "2")).Expect(0);
        await Home.Until(async () => await up.States("entry") is ["running", "running"], "two to run");
    }

    private static string Talks(string protocol) =>
        $"image: dxflow-test:1, init: true, environment: {{ ME: target, CODE: {System.Text.Json.JsonSerializer.Serialize(Answer)} }}, "
        + $"command: [sh, -c, 'exec python3 -c \"$$CODE\" {protocol}']";

    private Task<ComposeCase> Up(string name, string document, params (string Name, string Text)[] files) =>
        ComposeCase.Of(engines, name, document, Ask, files);
}
