using Dxflow.EndToEnd.Platform;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Containers;

/// <summary>Checks that images bring, on both engines.</summary>
[Collection(ContainerCollection.Name)]
public sealed class ImageHealthTests(ContainerEngines engines)
{
    [Theory, InlineData("docker"), InlineData("podman")]
    public async Task Health_is_what_the_check_of_the_image_says(string name)
    {
        await using var platform = await PlatformHome.Of(engines, name);
        var home = platform.Home;
        await using var engine = await home.Boot();
        static string Checks(string check) =>
            "build: { context: ., dockerfile_inline: \"FROM dxflow-test:1\\nHEALTHCHECK --interval=1s " + check + "\\n\" }, " + Sleeps;
        var file = home.Write("healthy/compose.yaml", $$"""
            name: healthy
            services:
              good: { {{Checks("--start-period=300s CMD test -e /ready")}} }
              ill: { {{Checks("--retries=1 CMD echo refused; exit 1")}} }
              plain: { image: dxflow-test:1, {{Sleeps}} }
              after-good: { image: dxflow-test:1, {{Sleeps}}, depends_on: { good: { condition: service_healthy } } }
              after-ill: { image: dxflow-test:1, {{Sleeps}}, depends_on: { ill: { condition: service_healthy } } }
              after-plain: { image: dxflow-test:1, {{Sleeps}}, depends_on: { plain: { condition: service_healthy } } }
            """);
        (await home.Run("run", file, "--detach", "--runtime", name)).Expect(0);
        await home.Until("healthy", "services", "after-ill", "omitted");
        await home.Until("healthy", "services", "after-plain", "omitted");
        (await home.Run("workflow", "events", "healthy")).Expect(0).Says("plain has no health check").Says("refused");
        Assert.Equal((false, "waiting"), (await Healthy("good"), await State("after-good")));
        Assert.Equal((false, (bool?)null), (await Healthy("ill"), await Healthy("plain")));

        (await home.Run("workflow", "exec", "healthy", "good", "--", "touch", "/ready")).Expect(0);
        await home.Until("healthy", "services", "after-good", "running");
        Assert.True(await Healthy("good"));
        (await home.Run("workflow", "remove", "healthy", "--stop", "--yes")).Expect(0);
        foreach (var image in (string[])["healthy-good", "healthy-ill"])
        {
            (await platform.Run("platform", "image", "remove", image, "--force", "--yes")).Expect(0);
        }

        async Task<System.Text.Json.JsonElement> Service(string service) =>
            (await home.Run("workflow", "services", "healthy", "-o", "json")).Expect(0).Json.GetProperty("items").EnumerateArray()
                .First(one => one.GetProperty("name").GetString() == service);
        async Task<bool?> Healthy(string service) =>
            (await Service(service)).GetProperty("healthy") is { ValueKind: not System.Text.Json.JsonValueKind.Null } healthy
                ? healthy.GetBoolean() : null;
        async Task<string?> State(string service) => (await Service(service)).GetProperty("state").GetString();
    }

    private const string Sleeps = "init: true, command: [sleep, '600']";
}
