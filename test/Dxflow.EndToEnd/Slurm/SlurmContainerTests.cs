using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Slurm;

/// <summary>Images of steps, run by a real Podman inside of jobs.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmContainerTests(SlurmCluster cluster) : IAsyncLifetime
{
    private const string Image = "localhost/job-tools:1";
    private readonly Home home = new();
    private readonly string directory = Directory.CreateTempSubdirectory("jc-").FullName;
    private Support.Engine? engine;

    private string Program => Path.Join(directory, "podman");

    public async ValueTask InitializeAsync()
    {
        await cluster.UpAsync();

        // Where control groups are of the first kind only runc will do, and that cannot be without them.
        await File.WriteAllTextAsync(Path.Join(directory, "containers.conf"), """
            [containers]
            default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
            [engine]
            runtime = "runc"
            cgroup_manager = "cgroupfs"
            events_logger = "file"

            """);
        await File.WriteAllTextAsync(Program, $"""
            #!/bin/sh
            export CONTAINERS_CONF={directory}/containers.conf
            exec /usr/bin/podman --root {directory}/g --runroot {directory}/r --tmpdir {directory}/t --storage-driver vfs "$@"

            """);
        File.SetUnixFileMode(Program, (UnixFileMode)0b111_101_101);
        var archive = await PackageTree.WriteAsync(directory, "dash", "coreutils", "libc-bin");
        await Tool.Run(
            Program, "", "import", "--change", "ENTRYPOINT [\"/bin/sh\", \"-c\"]", "--change", "CMD [\"echo of the image\"]",
            "--change", "ENV IMAGE=yes", archive, Image);
        home.Write("default_targets.yaml", $$"""
            slurm:
              work: {{cluster.Shared}}
              commands: {{cluster.Commands}}
              poll: 1s
              submissions: 600
              containers: {{Program}}
              container-options: [--cgroups=enabled]
            many:
              mode: pilot
              cpus: 2
              max: 1
              idle: 2s
              work: {{cluster.Shared}}
              commands: {{cluster.Commands}}
              poll: 1s
              containers: {{Program}}
              container-options: [--cgroups=enabled]
            """);
        engine = await home.Boot();
    }

    public async ValueTask DisposeAsync()
    {
        await engine!.DisposeAsync();
        await home.DisposeAsync();
        await Tool.Run("sh", "", "-c", $"grep -o '{directory}[^ ]*' /proc/self/mounts | sort -r | xargs -r umount -l");
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData("slurm")]
    [InlineData("many")]
    public async Task A_step_runs_in_its_image_with_its_files_variables_and_code_and_is_stopped_with_all_of_it(string runtime)
    {
        var stopped = home.Write("long.yaml", $$"""
            name: long
            services:
              long:
                image: {{Image}}
                stop_grace_period: 30s
                x-step:
                  script: |
                    trap 'echo told; exit 3' TERM
                    echo ready
                    while :; do sleep 0.1; done
            """);
        Directory.CreateDirectory(Path.Join(home.Path, "given"));
        home.Write("given/text", "a gift\n");
        (await home.Run("run", stopped, "--runtime", runtime, "--detach")).Expect(0);
        var file = home.Write("inside.yaml", $$$"""
            name: inside
            x-workflow: { outputs: { said: "{{ steps.script.outputs.said }}", kept: "{{ steps.reads.outputs.kept }}" } }
            volumes: { cache: }
            services:
              script:
                image: {{{Image}}}
                pull_policy: never
                volumes: ["cache:/cache", "./given:/given:ro"]
                environment: { GREETING: "it's $$HOME \"x\"", PATH: "/usr/bin:/bin" }
                x-step:
                  inputs: { n: 7 }
                  outputs: { said: { type: string, file: outputs/said } }
                  script: |
                    [ ! -e /usr/bin/podman ] || exit 9
                    read -r given </given/text
                    echo "$given of $DXFLOW_VOLUME_CACHE" >"$DXFLOW_VOLUME_CACHE/kept"
                    if (: >/given/new) 2>/dev/null; then exit 8; fi
                    if (: >../launch || : >../verdict.json) 2>/dev/null; then exit 7; fi
                    echo 1/2 >"$DXFLOW_PROGRESS"
                    printf '%s/%s/%s/%s' "$GREETING" "$IMAGE" "$DXFLOW_INPUT_N" "$(id -u)" >outputs/said
              reads:
                image: {{{Image}}}
                pull_policy: never
                volumes: ["cache:/elsewhere"]
                x-step:
                  inputs: { after: "{{ steps.script.outputs.said }}" }
                  outputs: { kept: { type: string, file: outputs/kept } }
                  script: read -r kept </elsewhere/kept; echo "$kept" >outputs/kept
              own: { image: "{{{Image}}}", x-step: }
              command: { image: "{{{Image}}}", command: ["echo argument; exit 5"], x-step: { exit: { ok: [5] } } }
              missing: { image: "localhost/not-there:1", pull_policy: never, command: ["true"], x-step: { on_fail: continue } }
            """);
        var run = (await home.Run("run", file, "--runtime", runtime, "-o", "json")).Expect(0);
        Assert.Equal("it's $HOME \"x\"/yes/7/0", run.Json.GetProperty("values").GetProperty("said").GetString());
        Assert.Equal("a gift of /cache", run.Json.GetProperty("values").GetProperty("kept").GetString());
        (await home.Run("workflow", "logs", "inside", "own")).Expect(0).Says("of the image");
        (await home.Run("workflow", "logs", "inside", "command")).Expect(0).Says("argument");
        (await home.Run("workflow", "logs", "inside", "missing")).Expect(0).Says("not-there");

        await Home.Until(
            async () => (await home.Run("workflow", "logs", "long")).Output.Contains("ready", StringComparison.Ordinal), "the step to run",
            async () => (await home.Run("workflow", "why", "long")).Output);
        (await home.Run("workflow", "exec", "long", "long", "--", "/bin/sh", "-c", "echo $IMAGE $DXFLOW_ATTEMPT; pwd")).Expect(0)
            .Says("yes 1").Says("/work");
        (await home.Run("workflow", "stop", "long")).Expect(0);
        (await home.Run("workflow", "logs", "long")).Expect(0).Says("told");
        var steps = (await home.Run("workflow", "steps", "long", "-o", "json")).Expect(0).Json.GetProperty("items");
        Assert.Equal(3, steps[0].GetProperty("exit").GetInt32());
        await Home.Until(
            async () => (await Tool.Text(Program, "", "ps", "--all", "--quiet")).Trim().Length == 0, "its containers to be gone");
    }
}
