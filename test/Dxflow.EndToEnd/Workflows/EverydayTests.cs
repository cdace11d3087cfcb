using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows;

/// <summary>What a user does on a second day: another run in the same home, secrets, looking before pruning.</summary>
public sealed class EverydayTests
{
    private const string Document = """
        name: again
        services:
          say:
            environment: { API_TOKEN: "{{ workflow.inputs.token }}" }
            x-step: { script: 'echo "tok=$API_TOKEN"' }
        x-workflow:
          inputs: { token: { type: secret, default: hunter2secret } }
        """;

    [Fact]
    public async Task A_document_with_images_is_kept_anywhere_and_runs_on_processes_where_that_is_asked_for()
    {
        await using var home = new Home();
        var file = home.Write("image.yaml", "name: image\nservices: { a: { image: nginx, command: [echo, hi], x-step: {} } }\n");
        (await home.Run("workflow", "validate", file)).Expect(0);
        var nowhere = (await home.Run("run", file)).Expect(2);
        Assert.Contains("no container engine is found at", nowhere.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("on runtime process", nowhere.Error, StringComparison.Ordinal);
        var asked = (await home.Run("run", file, "--runtime", "podman")).Expect(2);
        Assert.Contains("nothing listens at", asked.Error, StringComparison.Ordinal);
        (await home.Run("run", file, "--runtime", "process")).Expect(0);
    }

    [Fact]
    public async Task A_home_with_a_finished_run_is_opened_again()
    {
        await using var home = new Home();
        var file = home.Write("again.yaml", Document);
        (await home.Run("run", file)).Expect(0);
        (await home.Run("run", file)).Expect(0);

        await using var engine = await home.Boot();
        Assert.Equal(2, (await home.Run("workflow", "runs", "again", "-o", "json")).Expect(0).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_secret_is_masked_in_logs_and_events()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("run", home.Write("again.yaml", Document))).Expect(0);

        var logs = (await home.Run("workflow", "logs", "again")).Expect(0).Says("tok=***");
        Assert.DoesNotContain("hunter2secret", logs.Output, StringComparison.Ordinal);
        var events = (await home.Run("workflow", "events", "again", "-o", "json")).Expect(0);
        Assert.DoesNotContain("hunter2secret", events.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pruning_dry_asks_nobody()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("workflow", "prune", "--dry-run")).Expect(0);
        (await home.Run("workflow", "prune")).Expect(2);
    }
}
