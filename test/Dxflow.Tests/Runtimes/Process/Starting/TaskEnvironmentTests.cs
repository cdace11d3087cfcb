using Dxflow.Runtimes;
using Dxflow.Runtimes.Process.Starting;
using Xunit;

namespace Dxflow.Tests.Runtimes.Process.Starting;

public sealed class TaskEnvironmentTests
{
    private static readonly Dictionary<string, string> Engine = new()
    {
        ["PATH"] = "/engine/bin",
        ["HOME"] = "/engine",
        ["TZ"] = "Europe/Berlin",
        ["SECRET"] = "of the engine",
        ["LICENSE_SERVER"] = "passed",
        ["EMPTY"] = "",
    };

    [Fact]
    public void A_task_gets_the_minimum_what_is_passed_and_its_own()
    {
        var variables = Of(new Dictionary<string, string> { ["MODE"] = "fast" });
        Assert.Equal(
            ["DXFLOW_ATTEMPT", "DXFLOW_ATTEMPT_ID", "HOME", "LANG", "LICENSE_SERVER", "MODE", "PATH", "TMPDIR", "TZ", "USER"],
            variables.Keys.Order());
        Assert.Equal(("/engine/bin", "passed", "C.UTF-8"), (variables["PATH"], variables["LICENSE_SERVER"], variables["LANG"]));
    }

    [Fact]
    public void What_the_document_says_wins_except_over_the_attempt()
    {
        var variables = Of(new Dictionary<string, string> { ["PATH"] = "/mine", ["HOME"] = "", ["DXFLOW_ATTEMPT_ID"] = "another" });
        Assert.Equal(("/mine", "", "r-1-2-3"), (variables["PATH"], variables["HOME"], variables["DXFLOW_ATTEMPT_ID"]));
        Assert.Equal("3", variables["DXFLOW_ATTEMPT"]);
    }

    [Fact]
    public void Without_an_engines_environment_there_is_still_a_path()
    {
        var variables = new TaskEnvironment([], _ => null).Of(Spec([]));
        Assert.Contains("/usr/bin", variables["PATH"].Split(':'));
        Assert.DoesNotContain("TZ", variables.Keys);
    }

    private static Dictionary<string, string> Of(Dictionary<string, string> document) =>
        new TaskEnvironment(["LICENSE_SERVER", "EMPTY", "MISSING"], name => Engine.GetValueOrDefault(name)).Of(Spec(document));

    private static TaskSpec Spec(Dictionary<string, string> document) =>
        new(new AttemptId("r", 1, 2, 3), "name", "/none", "/none", ["true"], document, new TaskLimits());
}
