using System.Net;
using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows;

/// <summary>Runs in the very moment in which they begin, or end.</summary>
public sealed class BirthTests
{
    private const int Runs = 40;
    private const int Lookers = 3;
    private const int Endings = 90;
    private const int Stoppers = 6;

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

    [Fact]
    public async Task Whoever_stops_a_run_while_it_ends_finds_it_stopped_or_over()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        (await home.Run("workflow", "create", home.Write(
            "brief.yaml", "name: brief\nservices: { a: { command: ['true'], x-step: {} } }\n"))).Expect(0);
        using var client = SocketClient.Of(home);
        async Task<(HttpStatusCode Status, string Text)> Post(string path)
        {
            using var answer = await client.PostAsync(path, new StringContent("{}", System.Text.Encoding.UTF8, "application/json"));
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        for (var number = 1; number <= Endings; number++)
        {
            Assert.Equal(HttpStatusCode.OK, (await Post("/api/workflows/brief/start")).Status);
            var answers = await Task.WhenAll(Enumerable.Range(0, Stoppers).Select(async stopper =>
            {
                // Somewhere in what a run takes here.
                await Task.Delay(number % 30 * 2 + stopper * 2);
                return await Post("/api/workflows/brief/stop");
            }));
            Assert.All(answers, static answer => Assert.True(
                answer.Status is HttpStatusCode.OK or HttpStatusCode.Conflict, $"{answer.Status}: {answer.Text}"));
        }
    }
}
