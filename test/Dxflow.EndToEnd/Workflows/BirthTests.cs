using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows;

/// <summary>Runs that are looked at in the very moment in which they begin.</summary>
public sealed class BirthTests
{
    private const int Runs = 40;
    private const int Lookers = 3;

    [Fact]
    public async Task Whoever_looks_at_a_run_while_it_begins_does_not_touch_it()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("workflow", "create", home.Write(
            "born.yaml", "name: born\nservices: { a: { command: [sleep, '600'], x-step: {} } }\n"))).Expect(0);
        using var client = SocketClient.Of(home);
        using var over = new CancellationTokenSource();
        var looking = Enumerable.Range(0, Lookers).Select(_ => Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                using var answer = await client.GetAsync("/api/workflows/born/runs?limit=1");
            }
        })).ToList();
        for (var number = 1; number <= Runs; number++)
        {
            using var started = await client.PostAsync("/api/workflows/born/start", new StringContent(
                "{}", System.Text.Encoding.UTF8, "application/json"));
            Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
            using var killed = await client.PostAsync("/api/workflows/born/kill", new StringContent(
                "{}", System.Text.Encoding.UTF8, "application/json"));
            using var run = JsonDocument.Parse(await client.GetStringAsync($"/api/workflows/born?run={number}"));
            Assert.Equal("cancelled", run.RootElement.GetProperty("run").GetProperty("state").GetString());
        }

        await over.CancelAsync();
        await Task.WhenAll(looking);
        for (var number = 1; number <= Runs; number++)
        {
            var events = await client.GetStringAsync($"/api/workflows/born/events?run={number}");
            Assert.DoesNotContain("\"fault\"", events);
        }
    }
}
