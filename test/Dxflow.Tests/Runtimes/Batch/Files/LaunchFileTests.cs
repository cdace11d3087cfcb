using Dxflow.Runtimes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Beside;
using Dxflow.Runtimes.Batch.Files;
using Dxflow.Runtimes.Process.Starting;
using Xunit;

namespace Dxflow.Tests.Runtimes.Batch.Files;

public sealed class LaunchFileTests
{
    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("", "''")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("$(id) `id` \"x\" \\ \n;&|", "'$(id) `id` \"x\" \\ \n;&|'")]
    public void Whatever_comes_from_outside_stands_between_single_quotes(string text, string quoted) =>
        Assert.Equal(quoted, LaunchFile.Quoted(text));

    [Fact]
    public void A_text_that_no_program_can_be_given_is_refused() =>
        Assert.Throws<ArgumentException>(() => LaunchFile.Quoted("a\0b"));

    [Fact]
    public void A_hostile_command_and_environment_become_nothing_but_quoted_words()
    {
        var text = Of(new BatchTarget("x")).Text(Spec(
            ["/bin/echo", "'; touch /tmp/broken; '"], new Dictionary<string, string> { ["A"] = "'; id; '", ["odd.name"] = "$(id)" }));

        Assert.Contains("export A=''\\''; id; '\\'''\n", text);
        Assert.Contains("'/usr/bin/env' '--' 'odd.name=$(id)' '/bin/echo' ''\\''; touch /tmp/broken; '\\'''\n", text);
        Assert.DoesNotContain("export odd.name", text);
    }

    [Fact]
    public void A_name_that_is_none_is_refused() => Assert.Throws<ArgumentException>(
        () => Of(new BatchTarget("x")).Text(Spec(["a"], new Dictionary<string, string> { ["A=B"] = "" })));

    [Fact]
    public void Modules_are_loaded_before_the_documents_variables_and_keep_their_path()
    {
        var text = Of(new BatchTarget("x", Modules: ["gcc/12", "it's"])).Text(Spec(["a"], new Dictionary<string, string> { ["A"] = "1" }));
        Assert.Contains("module load 'gcc/12' 'it'\\''s' || exit 125\n", text);
        Assert.DoesNotContain("export PATH=", text);
        Assert.True(text.IndexOf("module load", StringComparison.Ordinal) < text.IndexOf("export A=", StringComparison.Ordinal));

        var own = new Dictionary<string, string> { ["PATH"] = "/mine" };
        Assert.Contains("export PATH='/mine'", Of(new BatchTarget("x", Modules: ["m"])).Text(Spec(["a"], own)));
    }

    [Fact]
    public void A_token_names_the_job_that_took_it()
    {
        var text = Of(new BatchTarget("x")).Text(Spec(["a"], []));
        Assert.Contains("export DXFLOW_PLACE=\"$OTHER_JOB@$OTHER_NODE/batch\"\n", text);
        Assert.Equal("12_3", LaunchFile.JobOf("12_3@n1"));
        Assert.Null(LaunchFile.JobOf("0b2c-boot-id"));
    }

    [Fact]
    public void A_program_beside_it_has_its_directory_and_variables_and_neither_its_token_nor_its_logs()
    {
        var text = Of(new BatchTarget("x")).Text(Spec(["a", "b"], new Dictionary<string, string> { ["A"] = "1", ["odd.name"] = "2" }));
        Assert.StartsWith("#!/bin/sh\n[ \"${1-}\" = beside ] || exec </dev/null >>", text, StringComparison.Ordinal);
        Assert.Contains("\n    exec '/usr/bin/env' '--' 'odd.name=2' \"$@\"\nfi\n", text);
        var (export, beside, token) = (At("export A='1'"), At("if [ \"${1-}\" = beside ]"), At("export DXFLOW_PLACE"));
        Assert.True(0 < export && export < beside && beside < token);
        int At(string part) => text.IndexOf(part, StringComparison.Ordinal);
    }

    [Fact]
    public void Beside_a_container_a_program_is_started_in_it()
    {
        var spec = Spec(["a"], []) with { Image = new TaskImage("tool:1") };
        var podman = Of(new BatchTarget("x", Containers: "/opt/podman")).Text(spec);
        Assert.Contains($"    set -- 'dxflow-{spec.Id}' \"$@\"\n", podman);
        Assert.Contains("    exec '/opt/podman' 'exec' '--interactive' $_dxflow_terminal \"$@\"\n", podman);
        Assert.Contains("PATH|HOME|", podman);
        Assert.Contains("exit 125; }", Of(new BatchTarget("x", Containers: "apptainer")).Text(spec));
    }

    [Fact]
    public void What_a_caller_gives_a_program_beside_a_task_is_on_no_command_line()
    {
        var spec = new ExecSpec(
            ["sh", "-c", "x"], new Dictionary<string, string> { ["TOKEN"] = "secret", ["odd.name"] = "2" }, "below", Terminal: new(24, 80));
        var (command, variables) = BesideFile.Of("/runs/launch", spec, onlyLooks: false);
        Assert.Equal("/bin/sh /runs/launch beside /usr/bin/env -- odd.name=2 sh -c x", string.Join(' ', command));
        Assert.Equal(["DXFLOW_BESIDE_0=TOKEN=secret", "DXFLOW_BESIDE_DIRECTORY=below", "DXFLOW_BESIDE_TERMINAL=1"], variables);
        Assert.Equal(["/bin/sh", "/runs/launch", "beside", "sh"], BesideFile.Of("/runs/launch", spec, onlyLooks: true).Command);
    }

    private static LaunchFile Of(BatchTarget target) =>
        new(new OtherScheduler(), target, new TaskEnvironment([], static _ => null),
            new NodeFiles("/shared/wrapper.sh", "/shared/node.sh"));

    private static TaskSpec Spec(string[] command, Dictionary<string, string> environment) => new(
        new AttemptId("0123456789abcdef", 1, 2, 3), "step", "/runs/it's", "/runs/it's/work", command, environment, new TaskLimits());
}
