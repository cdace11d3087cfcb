using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows.Views;

/// <summary>What <c>workflow plan</c> says about this machine before anything starts, and what a start says.</summary>
public sealed class PlanChecksTests
{
    [Fact]
    public async Task What_is_missing_on_the_machine_is_said_all_at_once_before_anything_starts()
    {
        await using var home = new Home();
        home.Variables["DXFLOW_CONFIG_DISK_FREE_MIN"] = "1000000TiB";
        await using var engine = await home.Boot();
        var shut = home.Write("shut", "#!/bin/sh");
        File.SetUnixFileMode(shut, UnixFileMode.UserRead);
        var file = home.Write("checks.yaml", $$"""
            name: checks
            services:
              good: { command: ["true"], x-step: {} }
              gone: { command: [no-such-program], x-step: {} }
              shut: { command: [{{shut}}], x-step: {} }
              made: { command: [no-such-tool], x-step: { needs: [good] } }
            """);

        (await home.Run("workflow", "plan", file)).Expect(2)
            .Complains("`gone`: program 'no-such-program' was not found in PATH")
            .Complains($"`shut`: program '{shut}' is not executable")
            .Complains("`made`: program 'no-such-tool'")
            .Complains("disk-free-min");
        Assert.Equal("[]", (await home.Run("workflow", "list", "-o", "json")).Expect(0).Json.GetProperty("items").GetRawText());

        (await home.Run("run", file)).Expect(1).Complains("warning").Complains("'no-such-program' was not found");
        var fine = home.Write("fine.yaml", """
            name: fine
            services:
              good: { command: ["true"], x-step: {} }
              made: { command: [no-such-tool], x-step: { needs: [good] } }
            """);
        (await home.Run("workflow", "plan", fine)).Expect(0).Complains("unless something that runs before makes it").Says("made");
    }
}
