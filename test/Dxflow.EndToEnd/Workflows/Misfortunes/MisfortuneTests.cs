using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows.Misfortunes;

/// <summary>Tasks that misbehave, on the real binary: each ends in one state with one reason, and leaves nothing behind.</summary>
public sealed class MisfortuneTests
{
    [Fact]
    public async Task A_failure_names_its_reason_and_what_was_omitted_because_of_it()
    {
        await using var home = new Home();
        var file = home.Write("fail.yaml", """
            name: fail
            services:
              first:
                x-step:
                  script: |
                    echo "about to break"
                    exit 3
              second:
                command: ["true"]
                x-step: { needs: [first] }
            """);

        (await home.Run("run", file)).Expect(1);

        await using var engine = await home.Boot();
        var why = (await home.Run("workflow", "why", "fail", "-o", "json")).Expect(0).Json;
        Assert.Equal("first", why.GetProperty("step").GetString());
        Assert.Equal("exit", why.GetProperty("reason").GetString());
        Assert.Equal(3, why.GetProperty("exit").GetInt32());
        Assert.Equal("second", Assert.Single(why.GetProperty("omitted").EnumerateArray()).GetString());
        Assert.Contains(why.GetProperty("log").EnumerateArray(), line => line.GetProperty("text").GetString() == "about to break");
        Assert.EndsWith("exit 3\n", why.GetProperty("script").GetString(), StringComparison.Ordinal);
        (await home.Run("workflow", "why", "fail", "frst")).Expect(3);
        (await home.Run("workflow", "logs", "fail", "nothing")).Expect(3).Complains("there are first, second");
        (await home.Run("workflow", "why", "fail")).Expect(0).Says("first").Says("about to break").Says("second");
    }

    [Fact]
    public async Task A_failure_that_was_tolerated_is_told_as_such()
    {
        await using var home = new Home();
        var file = home.Write("mild.yaml", """
            name: mild
            services:
              a:
                x-step: { on_fail: continue, script: exit 4 }
              b:
                x-step: { script: "true" }
            """);
        await using var engine = await home.Boot();
        (await home.Run("run", file)).Expect(0).Complains("exit code 4");

        (await home.Run("workflow", "why", "mild")).Expect(0).Says("although a failed: that was tolerated").Says("a failed: exit code 4");
    }

    [Theory]
    [InlineData("exit 0", "outputs: { x: { type: int, file: outputs/x } }", "missing_output")]
    [InlineData("echo many > outputs/x", "outputs: { x: { type: int, file: outputs/x } }", "bad_output")]
    [InlineData("kill -KILL $$", "", "signal")]
    [InlineData("sleep 60", "timeout: { run: 1s }", "timeout_run")]
    public async Task Each_way_to_fail_has_its_reason(string script, string keys, string reason)
    {
        await using var home = new Home();
        var file = home.Write("reason.yaml", $$"""
            name: reason
            services:
              a:
                stop_grace_period: 1s
                x-step:
                  script: {{script}}
                  {{keys}}
            """);

        await using var engine = await home.Boot();
        (await home.Run("run", file)).Expect(1);

        Assert.Equal(reason, (await home.Run("workflow", "why", "reason", "-o", "json")).Expect(0).Json.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_a_start_failure_that_names_it()
    {
        await using var home = new Home();
        var file = home.Write("start.yaml", """
            name: start
            services:
              a:
                command: ["no-such-program", "x"]
                x-step: {}
            """);

        await using var engine = await home.Boot();
        (await home.Run("run", file)).Expect(1);

        var why = (await home.Run("workflow", "why", "start", "-o", "json")).Expect(0).Json;
        Assert.Equal("start", why.GetProperty("reason").GetString());
        Assert.Contains("no-such-program", why.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_task_that_ignores_TERM_and_forks_twice_is_gone_after_stop()
    {
        await using var home = new Home();
        var mark = $"dxflow-{Guid.NewGuid():N}";
        var file = home.Write("stubborn.yaml", $$"""
            name: stubborn
            services:
              a:
                stop_grace_period: 1s
                x-step:
                  script: |
                    trap '' TERM
                    setsid sh -c 'trap "" TERM; setsid sh -c "trap \"\" TERM; exec sleep 300 # {{mark}}" & sleep 300' &
                    echo {{mark}} > outputs/up
                    while :; do sleep 1; done
            """);

        await using var engine = await home.Boot();
        (await home.Run("run", file, "--detach")).Expect(0);
        await Home.Until(async () => (await Tagged(home)).Count >= 4, "the task's processes");

        (await home.Run("workflow", "stop", "stubborn")).Expect(0);

        Assert.Empty(await Tagged(home));
        var run = (await home.Run("workflow", "show", "stubborn", "-o", "json")).Expect(0).Json.GetProperty("run");
        Assert.Equal("cancelled", run.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_retry_runs_the_step_again_and_says_how_often()
    {
        await using var home = new Home();
        var counter = Path.Combine(home.Path, "counter");
        var file = home.Write("retry.yaml", $$"""
            name: retry
            services:
              a:
                x-step:
                  retry: { limit: 3, for: [transient], backoff: { first: 100ms, factor: 1, max: 1s } }
                  script: |
                    echo x >> {{counter}}
                    [ "$(wc -l < {{counter}})" -ge 3 ] || exit 75
            """);

        await using var engine = await home.Boot();
        (await home.Run("run", file)).Expect(0);

        var step = Assert.Single(
            (await home.Run("workflow", "steps", "retry", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(3, step.GetProperty("attempts").GetInt32());
        Assert.Equal(3, File.ReadAllLines(counter).Length);
    }

    /// <summary>Processes of this home's tasks: every task carries its attempt in its environment.</summary>
    private static Task<List<int>> Tagged(Home home)
    {
        var found = new List<int>();
        foreach (var directory in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), out var pid) && Environment(pid) is { } variables
                && variables.Contains(
                    "DXFLOW_ATTEMPT_ID=", StringComparison.Ordinal) && variables.Contains(home.Path, StringComparison.Ordinal))
            {
                found.Add(pid);
            }
        }

        return Task.FromResult(found);
    }

    private static string? Environment(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
