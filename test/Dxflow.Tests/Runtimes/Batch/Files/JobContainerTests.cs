using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Files;
using Dxflow.Runtimes.Containers.Specs;
using Xunit;

namespace Dxflow.Tests.Runtimes.Batch.Files;

public sealed class JobContainerTests
{
    private static readonly BatchTarget Podman = new("x", Containers: "/opt/podman", ContainerOptions: ["--cgroups=enabled"]);
    private static readonly BatchTarget Apptainer = new("x", Containers: "apptainer", ContainerOptions: ["--nv"]);

    [Fact]
    public void Podman_gets_values_by_name_and_the_attempts_directory_and_nothing_else()
    {
        var command = new JobContainer(Podman).Command(Spec("tool:1", ["a", "b c"]), isRoot: false);
        Assert.Equal(["/opt/podman", "run", "--name", "dxflow-0000000000000001-2-3-1", "--pull"], command.Skip(4).Take(5));
        Assert.Equal(("/bin/sh", "-c", "dxflow-0000000000000001-2-3-1"), (command[0], command[1], command[3]));
        Assert.Equal(command[2], new JobContainer(Podman).Command(Spec("tool:1", ["a"]), isRoot: true)[2]);
        Assert.Equal(["--env", "TOKEN", "--env", "DXFLOW_ATTEMPT", "--env", "DXFLOW_ATTEMPT_ID", "--cgroups=enabled", "tool:1", "a", "b c"],
            command.TakeLast(10));
        Assert.Contains("/w/1:/w/1:ro", command);
        Assert.Equal("keep-id", command[command.ToList().IndexOf("--userns") + 1]);
        Assert.DoesNotContain("--userns", new JobContainer(Podman).Command(Spec("tool:1", ["a"]), isRoot: true));
        Assert.DoesNotContain(command, static each => each.Contains("secret", StringComparison.Ordinal));
        Assert.Equal(["TOKEN"], new JobContainer(Podman).Environment(Spec("tool:1", [])).Keys);
    }

    [Fact]
    public void What_the_program_would_take_for_its_own_it_never_sees()
    {
        var variables = new Dictionary<string, string> { ["PATH"] = "/mine", ["CONTAINERS_CONF"] = "/evil", ["LD_PRELOAD"] = "/x.so" };
        var spec = Spec("tool:1", ["a"]) with { Environment = variables };
        Assert.Empty(new JobContainer(Podman).Environment(spec));
        var command = new JobContainer(Podman).Command(spec, isRoot: false);
        Assert.All(variables, each => Assert.Contains($"{each.Key}={each.Value}", command));
        Assert.Equal("/mine", new JobContainer(Apptainer).Environment(spec)["APPTAINERENV_PATH"]);
        Assert.DoesNotContain("PATH", new JobContainer(Apptainer).Environment(spec).Keys);
    }

    [Fact]
    public void An_entrypoint_replaces_the_images_own()
    {
        var spec = Spec("tool:1", ["/bin/sh", "-e", "script"]) with { Entrypoint = 2 };
        Assert.Equal(
            ["--entrypoint", "[\"/bin/sh\",\"-e\"]", "tool:1", "script"], new JobContainer(Podman).Command(spec, isRoot: true).TakeLast(4));
        Assert.Equal("exec", new JobContainer(Apptainer).Command(spec, isRoot: true)[1]);
    }

    [Theory]
    [InlineData("tool:1", "docker://tool:1")]
    [InlineData("/images/tool.sif", "/images/tool.sif")]
    [InlineData("library://x/tool:1", "library://x/tool:1")]
    public void Apptainer_runs_images_of_registries_and_files(string image, string named)
    {
        var spec = Spec(image, ["a"]);
        Assert.Equal(
            ["apptainer", "run", "--cleanenv", "--bind", "/w/1:/w/1:ro", "--pwd", "/w/1/work", "--nv", named, "a"],
            new JobContainer(Apptainer).Command(spec, isRoot: false));
        var inside = new JobContainer(Apptainer).Environment(spec);
        Assert.Equal(("secret", "0000000000000001-2-3-1"), (inside["APPTAINERENV_TOKEN"], inside["APPTAINERENV_DXFLOW_ATTEMPT_ID"]));
    }

    [Theory]
    [InlineData(PullPolicy.Missing, "missing")]
    [InlineData(PullPolicy.Always, "always")]
    [InlineData(PullPolicy.Never, "never")]
    [InlineData(PullPolicy.Weekly, "newer")]
    internal void Podman_fetches_when_the_document_says(PullPolicy policy, string word)
    {
        var command = new JobContainer(Podman).Command(Spec("tool:1", []) with { Image = new TaskImage("tool:1", policy) }, isRoot: true);
        Assert.Equal(word, command[command.ToList().IndexOf("--pull") + 1]);
    }

    [Fact]
    public void What_is_mounted_is_seen_at_its_target_and_what_would_be_divided_otherwise_is_refused()
    {
        var spec = Spec("tool:1", ["a"]) with
        {
            Image = new TaskImage("tool:1", Mounts: [new("bind", "/data", "/in", ReadOnly: true), new("bind", "/v/1", "/cache")]),
        };
        var podman = string.Join(' ', new JobContainer(Podman).Command(spec, isRoot: true));
        Assert.Contains("--volume /w/1:/w/1:ro --workdir /w/1/work --volume /data:/in:ro --volume /v/1:/cache ", podman);
        var apptainer = string.Join(' ', new JobContainer(Apptainer).Command(spec, isRoot: false));
        Assert.Contains("--bind /w/1:/w/1:ro --bind /data:/in:ro --bind /v/1:/cache --pwd", apptainer);
        foreach (var path in new[] { "/a:rw", "/a,src=/etc" })
        {
            var odd = spec with { Image = new TaskImage("tool:1", Mounts: [new("bind", path, "/in")]) };
            Assert.Throws<ArgumentException>(() => new JobContainer(Podman).Command(odd, isRoot: true));
        }
    }

    [Theory]
    [InlineData("--privileged")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    public void What_is_no_name_of_an_image_is_refused(string image) =>
        Assert.Throws<ArgumentException>(() => new JobContainer(Podman).Command(Spec(image, ["a"]), isRoot: true));

    private static TaskSpec Spec(string image, IReadOnlyList<string> command) => new(
        new AttemptId("0000000000000001", 2, 3, 1), "a", "/w/1", "/w/1/work", command,
        new Dictionary<string, string> { ["TOKEN"] = "secret" }, new TaskLimits(), Image: new TaskImage(image));
}
