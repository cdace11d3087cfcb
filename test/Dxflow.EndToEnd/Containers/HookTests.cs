using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Containers;

/// <summary>
/// <c>post_start</c> and <c>pre_stop</c> on both engines. Each hook writes a line into a file that the test reads from outside, so what
/// ran, how often, and in which order is seen there.
/// </summary>
[Collection(ContainerCollection.Name)]
public sealed class HookTests(ContainerEngines engines)
{
    /// <summary>A program that says so when it is asked to end.</summary>
    private const string App = """
        services:
          app:
            image: dxflow-test:1
            command: ["sh", "-c", "trap 'echo term >>/out/trace; exit 0' TERM; echo started >>/out/trace; while :; do sleep 0.1; done"]
            init: true
            stop_grace_period: 30s
            volumes: [ "./out:/out" ]

        """;

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Hooks_run_in_order_as_the_document_says(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        var (file, trace) = Write(home, App + """
                post_start:
                  - command: ["sh", "-c", "while ! grep -q started /out/trace; do sleep 0.05; done; echo one $$WORD $$(pwd) >>/out/trace"]
                    environment: { WORD: spoken }
                    working_dir: /tmp
                  - { command: ["sh", "-c", "echo two $$(id -u) >>/out/trace"], user: "1234" }
            """ + Privileged(name) + """
                pre_stop:
                  - command: ["sh", "-c", "sleep 0.3; echo three >>/out/trace"]
                  - command: ["sh", "-c", "echo never shown; exit 4"]
                  - command: ["/no/such/program"]
                  - command: ["sh", "-c", "echo four >>/out/trace"]
            """);
        (await home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await Running(home);
        var started = Lines(trace);
        Assert.Equal(["started", "one spoken /tmp", "two 1234"], started.Take(3));
        Assert.All(started.Skip(3), static all => Assert.Matches("^0000.*f$", all));
        Assert.Equal(name == "podman" ? 4 : 3, started.Count);

        (await home.Run("workflow", "stop", "hooked")).Expect(0);
        Assert.Equal([.. started, "three", "four", "term"], Lines(trace));
        var log = await File.ReadAllTextAsync(Path.Join(home.Path, "engine.log"));
        Assert.Contains("pre_stop hook 2 ended with exit code 4", log, StringComparison.Ordinal);
        Assert.Contains("pre_stop hook 3", log, StringComparison.Ordinal);
        Assert.DoesNotContain("never shown", log, StringComparison.Ordinal);

        // The same container is started again: its hooks too, but not before a kill.
        (await home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await Running(home);
        (await home.Run("workflow", "kill", "hooked", "app", "--yes")).Expect(0);
        Assert.Equal(started.Order(StringComparer.Ordinal), Lines(trace).Skip(started.Count + 3).Order(StringComparer.Ordinal));
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task What_hooks_write_is_in_the_logs_of_their_service(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        var (file, _) = Write(home, App + """
                environment: { HUSH_KEY: hunter2hunter }
                post_start:
                  - command: ["sh", "-c", "echo seeding; echo with $$HUSH_KEY >&2; printf 'no newline'"]
                pre_stop:
                  - command: ["sh", "-c", "seq 3; exit 4"]
            """);
        (await home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await Running(home);
        await Home.Until(async () => (await Logs()).Count == 3, "the first hook's lines", async () => string.Join('\n', await Logs()));
        Assert.Equal(
            ["False [post_start 1] no newline", "False [post_start 1] seeding", "True [post_start 1] with ***"],
            (await Logs()).Order(StringComparer.Ordinal));
        (await home.Run("workflow", "stop", "hooked")).Expect(0);
        Assert.Equal(["False [pre_stop 1] 1", "False [pre_stop 1] 2", "False [pre_stop 1] 3"], (await Logs()).Skip(3));

        async Task<IReadOnlyList<string>> Logs() =>
        [
            .. (await home.Run("workflow", "logs", "hooked", "app", "-o", "json")).Expect(0).Lines
                .Select(static line => $"{line.GetProperty("error").GetBoolean()} {line.GetProperty("text").GetString()}"),
        ];
    }

    [Theory]
    [InlineData("docker", "[sh, -c, 'echo first >&2; echo no luck; exit 3']", "exit code 3", "no luck")]
    [InlineData("podman", "[sh, -c, 'echo first >&2; echo no luck; exit 3']", "exit code 3", "no luck")]
    [InlineData("docker", "[/no/such/program]", "post_start hook 1", "/no/such/program")]
    [InlineData("podman", "[/no/such/program]", "post_start hook 1", "/no/such/program")]
    public async Task A_post_start_that_fails_is_the_failure_of_its_service(string name, string command, string how, string words)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        var (file, trace) = Write(home, App + $"    post_start: [ {{ command: {command} }}, {{ command: [touch, /out/second] }} ]\n");
        (await home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await home.Until("hooked", "services", "app", "failed");
        (await home.Run("workflow", "why", "hooked", "app")).Expect(0).Says("post_start hook 1").Says(how).Says(words).Says("start");
        Assert.Equal("exited", await platform.State("hooked-app-1"));
        Assert.False(File.Exists(Path.Join(home.Path, "hooked", "out", "second")));
        Assert.Equal(["started", "term"], Lines(trace));
    }

    [Theory]
    [InlineData("docker", true), InlineData("docker", false), InlineData("podman", true), InlineData("podman", false)]
    public async Task No_hook_runs_twice_when_the_engine_is_killed(string name, bool endsMeanwhile)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        var engine = await home.Boot();
        var (file, trace) = Write(home, App + """
                post_start:
                  - command: ["sh", "-c", "echo in >>/out/trace; while [ ! -e /out/go ]; do sleep 0.05; done; echo begun >>/out/trace"]
                  - command: ["sh", "-c", "echo second >>/out/trace"]
                pre_stop:
                  - command: ["sh", "-c", "echo out >>/out/trace; while [ ! -e /out/end ]; do sleep 0.05; done; echo left >>/out/trace"]
                  - command: ["sh", "-c", "echo last >>/out/trace"]
            """);
        (await home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await Home.Until(() => Task.FromResult(Lines(trace).Contains("in")), "the first hook to run");
        engine = await Killed(home, engine, trace, "go", "begun", endsMeanwhile);
        await Running(home);
        Assert.Equal(["begun", "in", "second", "started"], Lines(trace).Order(StringComparer.Ordinal));

        var stop = home.Run("workflow", "stop", "hooked");
        await Home.Until(() => Task.FromResult(Lines(trace).Contains("out")), "the hook before the stop to run");
        engine = await Killed(home, engine, trace, "end", "left", endsMeanwhile);
        await stop;
        await Home.Until(async () => await platform.State("hooked-app-1") == "exited", "the container to end");
        Assert.Equal(["out", "left", "last", "term"], Lines(trace).Skip(4));
        await engine.DisposeAsync();
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_hook_that_outlasts_the_grace_is_ended_with_its_container(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        var hooks = "    pre_stop: [ { command: [sh, -c, 'echo out >>/out/trace; sleep 600; echo left >>/out/trace'] } ]\n";
        var (file, trace) = Write(home, App.Replace("30s", "1s") + hooks);
        (await home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await Running(home);
        await Home.Until(() => Task.FromResult(Lines(trace).Contains("started")), "the program to run");
        (await home.Run("workflow", "stop", "hooked")).Expect(0);
        Assert.Equal(["started", "out"], Lines(trace));
        Assert.Equal("exited", await platform.State("hooked-app-1"));
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task The_engines_socket_is_there_for_who_asks(string name)
    {
        const string Ping = "import socket as s; c = s.socket(s.AF_UNIX); c.connect('/var/run/docker.sock'); "
            + "c.sendall(b'GET /_ping HTTP/1.0\\r\\n\\r\\n'); print(c.makefile().read())";
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        var (file, _) = Write(home, App + "    use_api_socket: true\n");
        (await home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await Running(home);
        (await home.Run("workflow", "exec", "hooked", "app", "--", "python3", "-c", Ping)).Expect(0).Says("200 OK").Says("OK");
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_detached_program_runs_on_beside_its_service_and_ends_with_it(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        var (file, trace) = Write(home, App);
        (await home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await Running(home);
        var script = "echo lost; while [ ! -e /out/go ]; do sleep 0.05; done; echo \"beside $WORD\" >>/out/trace; exec sleep 600";
        var begun = (await home.Run(
            "workflow", "exec", "-d", "-e", "WORD=spoken", "hooked", "app", "--", "sh", "-c", script)).Expect(0);
        Assert.Equal(("", ""), (begun.Output, begun.Error));
        await File.WriteAllTextAsync(Path.Join(home.Path, "hooked", "out", "go"), "");
        await Home.Until(() => Task.FromResult(Lines(trace).Contains("beside spoken")), "the program to go on");
        (await home.Run("workflow", "exec", "-d", "hooked", "app", "--", "/no/such/program")).Expect(125).Complains("/no/such/program");
        (await home.Run("workflow", "exec", "-d", "-i", "hooked", "app", "--", "cat")).Expect(125).Complains("detached");
    }

    /// <summary>Docker asks for all capabilities there are, of which a machine for tests may have fewer; Podman for those it has.</summary>
    private static string Privileged(string name) => name == "docker" ? "\n" : """

                  - { command: ["sh", "-c", "grep CapEff /proc/self/status | cut -f 2 >>/out/trace"], privileged: true }

            """;

    private static Task Running(Home home) => Home.Until(
        async () => (await home.Run("workflow", "services", "hooked", "-o", "json")).Expect(0).Json.GetProperty("items")[0]
            .GetProperty("state").GetString() == "running",
        "app to run",
        async () => (await home.Run("workflow", "why", "hooked", "app")).ToString());

    private static async Task<Support.Engine> Killed(
        Home home, Support.Engine engine, string trace, string go, string over, bool endsMeanwhile)
    {
        var path = Path.Join(Path.GetDirectoryName(trace), go);
        await engine.Crash();
        await engine.DisposeAsync();
        if (endsMeanwhile)
        {
            await File.WriteAllTextAsync(path, "");
            await Home.Until(() => Task.FromResult(Lines(trace).Contains(over)), "the hook to end");
        }

        var next = await home.Boot();
        if (!endsMeanwhile)
        {
            await File.WriteAllTextAsync(path, "");
        }

        return next;
    }

    private static (string File, string Trace) Write(Home home, string document)
    {
        var trace = home.Write("hooked/out/trace", "");
        const UnixFileMode All = (UnixFileMode)0b110_110_110;
        File.SetUnixFileMode(trace, All);
        return (home.Write("hooked/compose.yaml", document), trace);
    }

    private static List<string> Lines(string trace) => [.. File.ReadAllLines(trace)];
}
