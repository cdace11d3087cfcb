using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Workflows.Misfortunes;

/// <summary>Services that fail or fall ill, and tasks that want too much, on the real binary.</summary>
public sealed class ServiceMisfortuneTests
{
    [Fact]
    public async Task A_service_is_started_again_as_often_as_its_restart_allows()
    {
        await using var home = new Home();
        var counter = Path.Combine(home.Path, "counter");
        await using var engine = await home.Boot();

        var run = await home.Run("run", home.Write("again.yaml", $$"""
            name: again
            services:
              a: { command: [sh, -c, "echo x >> {{counter}}; exit 3"], restart: "on-failure:3" }
            """));

        run.Expect(1);
        Assert.Equal(4, File.ReadAllLines(counter).Length);
        var service = Assert.Single(
            (await home.Run("workflow", "services", "again", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("failed", 3), (service.GetProperty("state").GetString(), service.GetProperty("exit").GetInt32()));
    }

    [Fact]
    public async Task A_service_that_falls_ill_is_shown_so_and_so_is_its_recovery()
    {
        await using var home = new Home();
        var well = Path.Combine(home.Path, "well");
        File.WriteAllText(well, string.Empty);
        await using var engine = await home.Boot();
        (await home.Run("run", "--detach", home.Write("ill.yaml", $$"""
            name: ill
            services:
              a:
                command: [sleep, "600"]
                stop_grace_period: 1s
                healthcheck: { test: [CMD, test, -e, "{{well}}"], interval: 200ms, timeout: 10s, retries: 2 }
            """))).Expect(0);

        await Home.Until(() => Healthy(home, true), "the service to be healthy");
        File.Delete(well);
        await Home.Until(() => Healthy(home, false), "the service to be unhealthy");
        File.WriteAllText(well, string.Empty);
        await Home.Until(() => Healthy(home, true), "the service to be healthy again");

        Assert.Contains((await home.Run("workflow", "events", "ill", "-o", "json")).Expect(0).Lines,
            line => line.GetProperty("event").GetString() == "health" && line.GetProperty("state").GetString() == "unhealthy");
        (await home.Run("workflow", "stop", "ill")).Expect(0);
    }

    [Fact]
    public async Task A_task_that_the_kernel_ends_for_its_memory_has_that_reason()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        var run = await home.Run("run", home.Write("greedy.yaml", """
            name: greedy
            services:
              a:
                deploy: { resources: { limits: { memory: 48m } } }
                x-step:
                  script: "head -c 400000000 /dev/zero | tail -c 300000000 | wc -c; exit 1"
            """));

        run.Expect(1);
        var why = (await home.Run("workflow", "why", "greedy", "-o", "json")).Expect(0).Json;
        var isLimited = !run.Error.Contains("limit", StringComparison.Ordinal);
        Assert.Equal(isLimited ? "out_of_memory" : "exit", why.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task What_had_too_little_memory_has_more_at_the_next_attempt()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        var run = await home.Run("run", home.Write("hungry.yaml", """
            name: hungry
            services:
              a:
                deploy: { resources: { limits: { memory: 48m } } }
                x-step:
                  retry: { limit: 2, backoff: 50ms, grow: { memory: 10 } }
                  script: 'test "$(head -c 200000000 /dev/zero | tail -c 150000000 | wc -c)" = 150000000'
            """));

        run.Expect(0);
        var isLimited = !run.Error.Contains("limit", StringComparison.Ordinal);
        var step = (await home.Run("workflow", "steps", "hungry", "-o", "json")).Expect(0).Json.GetProperty("items")[0];
        Assert.Equal(isLimited ? 2 : 1, step.GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task Where_a_port_is_published_as_another_the_programs_own_is_told()
    {
        await using var home = new Home();
        await using var engine = await home.Boot();

        var run = await home.Run("run", home.Write("ports.yaml", """
            name: ports
            services:
              db: { command: [sleep, "600"], ports: ["19080:19081"], stop_grace_period: 1s }
              a:
                depends_on: { db: { condition: service_started } }
                x-step:
                  outputs: { port: { type: int, file: outputs/port } }
                  script: echo $$DXFLOW_SERVICE_DB_PORT_19081 > outputs/port
            """.Replace("$$", "$")));

        run.Expect(0);
        Assert.Equal(19081, (await home.Run("workflow", "outputs", "ports", "-o", "json")).Expect(0).Json
            .GetProperty("steps").GetProperty("a").GetProperty("port").GetInt32());
        (await home.Run("workflow", "services", "ports", "-o", "json")).Expect(0).Says("127.0.0.1:19081/tcp");
    }

    private static async Task<bool> Healthy(Home home, bool healthy) =>
        (await home.Run("workflow", "services", "ill", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
            .Any(service => service.TryGetProperty("healthy", out var found) && found.ValueKind is System.Text.Json.JsonValueKind.True
                or System.Text.Json.JsonValueKind.False && found.GetBoolean() == healthy);
}
