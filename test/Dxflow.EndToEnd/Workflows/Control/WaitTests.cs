using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows.Control;

/// <summary><c>--wait</c>: it comes back when everything is up, when something will not be, or when it has taken too long.</summary>
public sealed class WaitTests
{
    [Fact]
    public async Task It_comes_back_when_all_are_healthy_and_the_run_goes_on()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        var ready = Path.Combine(home.Path, "ready");
        (await home.Run("run", home.Write("up.yaml", $$"""
            name: up
            services:
              a:
                command: [sh, -c, "sleep 1; touch {{ready}}; exec sleep 600"]
                stop_grace_period: 1s
                healthcheck: { test: [CMD, test, -e, "{{ready}}"], interval: 200ms, start_period: 30s, start_interval: 100ms }
            """), "--wait")).Expect(0).Says("running");
        Assert.True(File.Exists(ready));
        (await home.Run("workflow", "start", "up", "a", "--wait")).Expect(0);
        (await home.Run("workflow", "stop", "up")).Expect(0);
    }

    [Fact]
    public async Task What_ends_or_takes_too_long_is_told()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("run", home.Write("bad.yaml", """
            name: bad
            services:
              ends: { command: [sh, -c, "sleep 0.5; exit 3"] }
              stays:
                command: [sleep, "600"]
                stop_grace_period: 1s
                healthcheck: { test: [CMD, "false"], interval: 200ms, start_period: 600s }
            """), "--wait")).Expect(1).Complains("ends has ended (failed)");
        (await home.Run("workflow", "stop", "bad")).Expect(0);
        (await home.Run("run", home.Write("slow.yaml", """
            name: slow
            services:
              a:
                command: [sleep, "600"]
                stop_grace_period: 1s
                healthcheck: { test: [CMD, "false"], interval: 200ms, start_period: 600s }
            """), "--wait-timeout", "1s")).Expect(7).Complains("not healthy yet");
        await home.Until("slow", "services", "a", "running");
        (await home.Run("workflow", "start", "slow", "--wait-timeout", "0s")).Expect(2);
        (await home.Run("workflow", "stop", "slow")).Expect(0);
    }
}
