using System.Diagnostics;
using System.Text;
using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Dxflow.Foundation.Processes;
using Xunit;

namespace Dxflow.EndToEnd.Containers;

/// <summary>Builds with what a builder has to be handed while it builds: by BuildKit's session, and by Podman's context.</summary>
[Collection(ContainerCollection.Name)]
public sealed class BuildSecretTests(ContainerEngines engines)
{
    private const string FromFile = "lies-in-a-file";
    private const string FromVariable = "stands-in-a-variable";

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_build_is_given_its_secrets_and_keeps_none_of_them(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        home.Variables["TOP"] = FromVariable;
        await using var engine = await home.Boot();
        var outside = Directory.CreateTempSubdirectory("bs-");
        try
        {
            var file = Document(outside.FullName, """
                RUN --mount=type=secret,id=lying --mount=type=secret,id=standing,target=/e --mount=type=cache,target=/c \
                    --mount=type=bind,target=/b --mount=type=tmpfs,target=/t \
                    cat /run/secrets/lying /e | tr a-z A-Z >/out && cat /run/secrets/lying && echo more >>/c/n && touch /t/t && ls /b >/seen
                RUN --mount=type=secret,id=none,target=/none ls /none >/none-there || echo no such secret >>/seen
                COPY . /site
                """);
            (await home.Run("run", file, "--runtime", name)).Expect(0);
            var said = (await home.Run("workflow", "logs", "told")).Expect(0).Says(FromFile.ToUpperInvariant())
                .Says(FromVariable.ToUpperInvariant()).Says("no such secret").Output;

            // Neither is in what the build saw, what it left, or what was said of it.
            Assert.DoesNotContain(".secret", said, StringComparison.Ordinal);
            Silent(said);
            var built = (await home.Run("workflow", "build", "told", "--no-cache", "--runtime", name)).Expect(0);
            Silent(built.Output + built.Error);
            var archive = Path.Join(outside.FullName, "image.tar");
            (await platform.Run("platform", "image", "save", "told-it", archive)).Expect(0);
            Silent(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(archive, TestContext.Current.CancellationToken)));
            Silent((await home.Run("audit", "list", "-o", "json")).Expect(0).Output);
            Kept(home);
            (await home.Run("workflow", "remove", "told", "--stop", "--yes")).Expect(0);
            (await platform.Run("platform", "image", "remove", "told-it", "--force", "--yes")).Expect(0);
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task What_a_build_does_not_get_is_said_by_name(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        home.Variables["TOP"] = FromVariable;
        var outside = Directory.CreateTempSubdirectory("bs-");
        try
        {
            // One that the document does not give it.
            var file = Document(outside.FullName, "RUN --mount=type=secret,id=other,required=true cat /run/secrets/other\n");
            (await home.Run("run", file, "--runtime", name)).Expect(1).Complains("other");

            // An id that a builder would take for something else, one that is too large, and what this engine cannot do at all.
            file = Document(outside.FullName, "RUN true\n", "target: 'a,src=../../etc/passwd'");
            (await home.Run("run", file, "--runtime", name)).Expect(1).Complains("no id of a secret");
            file = Document(outside.FullName, "RUN true\n", size: 600 << 10);
            (await home.Run("run", file, "--runtime", name)).Expect(1).Complains("larger");
            file = Document(outside.FullName, "RUN true\n", more: "privileged: true");
            (await home.Run("run", file, "--runtime", name)).Expect(1).Complains("`privileged`");
            file = Document(outside.FullName, "RUN true\n", more: "ssh: [default]");
            (await home.Run("run", file, "--runtime", name)).Expect(1).Complains(name == "docker" ? "SSH_AUTH_SOCK" : "`ssh`");
            (await home.Run("workflow", "remove", "told", "--stop", "--yes")).Expect(0);
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_build_by_BuildKit_talks_to_the_ssh_agent_of_the_engine()
    {
        await using var platform = await PlatformHome.Of(engines, "docker");
        var home = platform.Home;
        var outside = Directory.CreateTempSubdirectory("bs-");
        var socket = Path.Join(outside.FullName, "sock");
        using var keys = Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", socket]) { RedirectStandardOutput = true })!;
        try
        {
            await Home.Until(() => Task.FromResult(File.Exists(socket)), "the socket of the ssh-agent");
            var key = Path.Join(outside.FullName, "key");
            await Tool.Run("ssh-keygen", "", "-q", "-t", "ed25519", "-N", "", "-C", "the-name-of-a-key", "-f", key);
            home.Variables["SSH_AUTH_SOCK"] = socket;
            await Tool.Run("env", "", $"SSH_AUTH_SOCK={socket}", "ssh-add", "-q", key);
            home.Variables["TOP"] = FromVariable;
            await using var engine = await home.Boot();

            // Which keys are there (11)? The answer has their names.
            const string Ask = """
                python3 -c "import os, socket; s = socket.socket(socket.AF_UNIX); s.connect(os.environ['SSH_AUTH_SOCK']); \
                s.sendall(bytes([0, 0, 0, 1, 11])); print(s.recv(9999)[-21:].decode('latin-1'))" >/out
                """;
            var file = Document(
                outside.FullName, $"RUN --mount=type=ssh {Ask}\nRUN echo ${{SSH_AUTH_SOCK:-none here}} >/seen\n",
                more: "ssh: [default]\n      cache_from: [ '127.0.0.1:1/none:1', 'type=registry,ref=127.0.0.1:1/none:2' ]");
            (await home.Run("run", file, "--runtime", "docker")).Expect(0);
            (await home.Run("workflow", "logs", "told")).Expect(0).Says("the-name-of-a-key").Says("none here");
            (await home.Run("workflow", "remove", "told", "--stop", "--yes")).Expect(0);
            (await platform.Run("platform", "image", "remove", "told-it", "--force", "--yes")).Expect(0);
        }
        finally
        {
            keys.Kill();
            await keys.WaitForExitAsync(TestContext.Current.CancellationToken);
            outside.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Further_contexts_are_given_to_Podman_and_refused_elsewhere()
    {
        await using var platform = await PlatformHome.Of(engines, "podman");
        var home = platform.Home;
        await using var engine = await home.Boot();
        home.Variables["TOP"] = FromVariable;
        var outside = Directory.CreateTempSubdirectory("bs-");
        try
        {
            Directory.CreateDirectory(Path.Join(outside.FullName, "near"));
            await File.WriteAllTextAsync(Path.Join(outside.FullName, "near", "page"), "from beside", TestContext.Current.CancellationToken);
            var file = Document(
                outside.FullName, "COPY --from=near page /out\n",
                more: $"additional_contexts: [ near=./near, base=docker-image://{ContainerEngines.Image} ]\n      cache_from: [ 'x:1' ]");
            (await home.Run("run", file, "--runtime", "podman")).Expect(0);
            (await home.Run("workflow", "logs", "told")).Expect(0).Says("from beside");
            (await home.Run("workflow", "remove", "told", "--stop", "--yes")).Expect(0);
            (await platform.Run("platform", "image", "remove", "told-it", "--force", "--yes")).Expect(0);

            await using var other = await PlatformHome.Of(engines, "docker");
            other.Home.Variables["TOP"] = FromVariable;
            await using var second = await other.Home.Boot();
            (await other.Home.Run("run", file, "--runtime", "docker")).Expect(1).Complains("`additional_contexts`");
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_build_by_BuildKit_ends_with_the_run_that_wants_it_and_with_the_engine()
    {
        const string Seconds = "31415";
        await using var platform = await PlatformHome.Of(engines, "docker");
        var home = platform.Home;
        home.Variables["TOP"] = FromVariable;
        var engine = await home.Boot();
        var outside = Directory.CreateTempSubdirectory("bs-");
        try
        {
            var file = Document(outside.FullName, $"RUN --mount=type=secret,id=lying sleep {Seconds}\n", project: "slow");
            (await home.Run("run", file, "--detach", "--runtime", "docker")).Expect(0);
            await Home.Until(() => Task.FromResult(IsRunning(Seconds)), "the build to run");
            (await home.Run("workflow", "stop", "slow")).Expect(0);
            await Home.Until(() => Task.FromResult(!IsRunning(Seconds)), "the stopped build to end");

            (await home.Run("run", file, "--detach", "--runtime", "docker")).Expect(0);
            await Home.Until(() => Task.FromResult(IsRunning(Seconds)), "the build to run again");
            await engine.Crash();
            await Home.Until(() => Task.FromResult(!IsRunning(Seconds)), "the build of the dead engine to end");
            await engine.DisposeAsync();

            // It never ran, so the next engine builds it anew.
            engine = await home.Boot();
            await Home.Until(() => Task.FromResult(IsRunning(Seconds)), "the build to run for the next engine");
            (await home.Run("workflow", "remove", "slow", "--stop", "--yes")).Expect(0);
            await Home.Until(() => Task.FromResult(!IsRunning(Seconds)), "the removed build to end");
        }
        finally
        {
            await engine.DisposeAsync();
            outside.Delete(recursive: true);
        }
    }

    /// <summary>Between us and the daemon stands something that lets no session through, or takes it and then talks nonsense.</summary>
    [Theory]
    [InlineData("HTTP/1.1 403 Forbidden\r\n\r\n", true)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\nwhat?\r\n\r\n", false)]
    public async Task Without_a_session_the_builder_of_old_builds_what_it_can(string answer, bool isBuilt)
    {
        await using var platform = await PlatformHome.Of(engines, "docker");
        var home = platform.Home;
        var outside = Directory.CreateTempSubdirectory("bs-");
        await using var between = new EngineBarrier(
            Path.Join(outside.FullName, "sock"), home.Variables["DOCKER_HOST"]!,
            line => line.Contains("/session ", StringComparison.Ordinal) ? answer : null);
        home.Variables["DOCKER_HOST"] = between.Address;
        home.Variables["TOP"] = FromVariable;
        await using var engine = await home.Boot();
        try
        {
            var file = Document(outside.FullName, "RUN --mount=type=secret,id=lying,required=true true\n");
            var refused = (await home.Run("run", file, "--runtime", "docker")).Expect(1);
            Silent(refused.Output + refused.Error);
            if (isBuilt)
            {
                refused.Complains("session");
                await File.WriteAllTextAsync(
                    Path.Join(outside.FullName, "context", "Plain"), $"FROM {ContainerEngines.Image}\nRUN true\n",
                    TestContext.Current.CancellationToken);
                await File.WriteAllTextAsync(
                    file,
                    """
                    name: told
                    services: { it: { build: { context: context, dockerfile: Plain }, x-step: {}, command: [ "true" ] } }
                    """,
                    TestContext.Current.CancellationToken);
                (await home.Run("run", file, "--runtime", "docker")).Expect(0);
                (await home.Run("workflow", "build", "told", "--runtime", "docker")).Expect(0).Complains("Step 2/");
                (await platform.Run("platform", "image", "remove", "told-it", "--force", "--yes")).Expect(0);
            }

            (await home.Run("workflow", "remove", "told", "--stop", "--yes")).Expect(0);
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    private static bool IsRunning(string argument) => ProcFile.Pids()
        .Any(pid => ProcFile.ReadText($"/proc/{pid}/cmdline").EndsWith($"sleep\0{argument}\0", StringComparison.Ordinal));

    /// <summary>Outside of the home, which is looked through afterwards.</summary>
    private static string Document(
        string directory, string steps, string target = "target: lying", int size = 0, string more = "pull: false",
        string project = "told")
    {
        Directory.CreateDirectory(Path.Join(directory, "context"));
        File.WriteAllText(Path.Join(directory, "context", "Dockerfile"), $"FROM {ContainerEngines.Image}\n{steps}");
        File.WriteAllText(Path.Join(directory, "top.txt"), FromFile + new string('+', size));
        var file = Path.Join(directory, "compose.yaml");
        File.WriteAllText(file, $$"""
            name: {{project}}
            secrets:
              lies: { file: ./top.txt }
              stands: { environment: TOP }
            services:
              it:
                build:
                  context: context
                  secrets: [ { source: lies, {{target}} }, { source: stands, target: standing } ]
                  {{more}}
                x-step: {}
                pull_policy: build
                command: ["sh", "-c", "cat /out /seen; ls -A /site || true"]
            """);
        return file;
    }

    private static void Silent(string said) => Assert.All(
        (string[])[FromFile, FromVariable], secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));

    /// <summary>In clear only where a run has to find it again after a crash, for the engine's user alone.</summary>
    private static void Kept(Home home)
    {
        var files = Directory.EnumerateFiles(home.Path, "*", SearchOption.AllDirectories)
            .Where(static path => !path.EndsWith(".sock", StringComparison.Ordinal));
        foreach (var path in files)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var text = Encoding.Latin1.GetString(new BinaryReader(file).ReadBytes((int)file.Length));
            if (text.Contains(FromFile, StringComparison.Ordinal) || text.Contains(FromVariable, StringComparison.Ordinal))
            {
                const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
                Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & Others);
                Assert.DoesNotMatch(@"\.journal$|audit|log", path[home.Path.Length..]);
            }
        }
    }
}
