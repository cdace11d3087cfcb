using System.Globalization;
using System.Text.Json;
using Dxflow.EndToEnd.Containers;
using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Shells;

/// <summary>Shells in the containers of services, and with what a task had that failed, through an engine's death.</summary>
[Collection(ContainerCollection.Name)]
public sealed class WorkflowShellTests(ContainerEngines engines)
{
    private const string Site = """
        name: site
        services:
          web:
            image: dxflow-test:1
            command: ["sh", "-c", "echo $$COLOUR > /tmp/mark; exec sleep 600"]
            environment: { COLOUR: green }
            init: true
        """;

    private const string Work = """
        name: work
        services:
          broken:
            image: dxflow-test:1
            x-step:
              inputs: { number: 42 }
              outputs: { text: { type: string, file: outputs/text } }
              script: |
                echo half > outputs/half
                exit 3
        """;

    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task A_shell_is_in_the_container_of_a_service_or_in_one_like_that_of_a_failed_task(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        var engine = await home.Boot();
        try
        {
            (await home.Run("run", home.Write("site.yaml", Site), "--detach", "--runtime", name)).Expect(0);
            (await home.Run("run", home.Write("work.yaml", Work), "--detach", "--runtime", name)).Expect(0);
            await home.Until("site", "services", "web", "running");
            await home.Until("work", "steps", "broken", "failed");
            (await home.Run("shell", "create", "in", "--workflow", "site/web")).Expect(0);
            (await home.Run("shell", "create", "after", "--workflow", "work/1", "--task", "broken", "--record")).Expect(0);
            var info = (await Shown(home, "after")).GetProperty("shell");
            Assert.Equal("work/1 broken", info.GetProperty("inside").GetString());

            // What outlives an engine: the terminals, and what was typed into them.
            await Type(home, "in", "cat /tmp/mark; echo $COLOUR-$DXFLOW_SHELL; sleep 1; echo l''ate");
            await engine.Crash();
            await engine.DisposeAsync();
            engine = await home.Boot();
            await Seen(home, "in", "green-in");
            await Seen(home, "in", "late");
            await Type(home, "after", "cat outputs/half; echo number=$DXFLOW_INPUT_NUMBER");
            await Seen(home, "after", "half");
            await Seen(home, "after", "number=42");

            // The window is the client's, inside too.
            await Type(home, "in", "stty size; sleep 98764 & sleep 98764");
            await Seen(home, "in", "24 80");
            await Home.Until(async () => await Sleepers(home) == 2, "both to run");
            (await home.Run("shell", "kill", "in", "--yes")).Expect(0);
            await Home.Until(async () => await Sleepers(home) == 0, "both to end");

            // The service goes on; the container that was made for the task goes with its shell.
            await home.Until("site", "services", "web", "running");
            (await home.Run("shell", "remove", "after", "--stop", "--yes")).Expect(0);
            var left = (await platform.Run("platform", "container", "list", "--all", "-o", "json")).Expect(0).Output;
            Assert.DoesNotContain("dxflow-shell-", left);

            // A shell ends with its container.
            (await home.Run("shell", "create", "end", "--workflow", "site/web", "--", "sleep", "600")).Expect(0);
            (await home.Run("workflow", "stop", "site", "--yes")).Expect(0);
            await Home.Until(
                async () => (await Shown(home, "end")).GetProperty("shell").GetProperty("state").GetString() == "ended",
                "the shell to end");
            (await home.Run("shell", "create", "no", "--workflow", "site/web")).Expect(3);
        }
        finally
        {
            await home.Run("boot", "down", "--stop", "--yes", "--quiet");
            await engine.DisposeAsync();
        }
    }

    private static async Task<int> Sleepers(Home home) => (await home.Shell("pgrep -fx 'sleep 98764'")).Output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    private static async Task Type(Home home, string shell, string line) =>
        (await home.Run("shell", "send", shell, line, "--enter")).Expect(0);

    private static async Task<JsonElement> Shown(Home home, string name) =>
        (await home.Run("shell", "show", name, "-o", "json")).Expect(0).Json;

    private static Task Seen(Home home, string name, string text) => Home.Until(
        async () => (await Shown(home, name)).GetProperty("lines").EnumerateArray().Any(line => line.GetString()!.Contains(text)),
        string.Create(CultureInfo.InvariantCulture, $"'{text}' in shell {name}"),
        async () => (await Shown(home, name)).ToString());
}
