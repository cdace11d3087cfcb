using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>
/// A sweep over fifty points with real calculations. What is known without them: sums over all neighbours in a crystal of Lennard-Jones
/// atoms, A6 and A12, give its least energy (-A6²/(2·A12)), the volume of an atom there (√(2·A12/A6)/√2) and its stiffness
/// (-8·energy/volume).
/// </summary>
public sealed class CampaignTests
{
    internal const string Document = "examples/campaign/compose.yaml";

    /// <summary>With either crystal, at twelve cut-offs each at most.</summary>
    private const int Points = 50;

    [Fact]
    public async Task A_campaign_finds_what_is_known_and_the_same_when_its_engine_is_killed_twice()
    {
        await using var home = new Home();
        var engine = await home.Boot();
        try
        {
            (await home.Run("workflow", "create", Document)).Expect(0);
            await Start(home, 1);
            await Ended(home);
            var undisturbed = await Values(home);
            IsPhysics(undisturbed);

            await Start(home, 2);
            foreach (var turns in (int[])[60, 180])
            {
                await Home.Until(async () => (await Turns(home)).Count >= turns, $"{turns} turns to end");
                await engine.Crash();
                engine = await home.Boot();
                Assert.Equal("running", (await Run(home)).GetProperty("state").GetString());
            }

            await Ended(home);
            Assert.Equal(JsonSerializer.Serialize(Told(undisturbed)), JsonSerializer.Serialize(Told(await Values(home))));
            var done = await Turns(home);
            Assert.Equal(done.Distinct(), done);
            Assert.InRange(done.Count, 3 * Points, 12 * Points);
        }
        finally
        {
            await engine.DisposeAsync();
        }
    }

    private static void IsPhysics(JsonElement values)
    {
        IsCrystal(values.GetProperty("crystals")[0], "fcc", a6: 14.45392, a12: 12.13188);
        IsCrystal(values.GetProperty("crystals")[1], "hcp", a6: 14.45490, a12: 12.13229);

        // One part in ten thousand, which a cut-off of 2.5 turns round.
        Assert.Equal("hcp", values.GetProperty("best").GetString());
        Assert.InRange(values.GetProperty("gap").GetDouble(), 0.0007, 0.0011);
        var rows = File.ReadAllLines(values.GetProperty("table").GetProperty("path").GetString()!);
        Assert.Equal(Points, rows.Length);
        var drawing = File.ReadAllText(values.GetProperty("drawing").GetProperty("path").GetString()!);
        Assert.StartsWith("<?xml", drawing, StringComparison.Ordinal);
        Assert.Contains("hcp over fcc", drawing, StringComparison.Ordinal);
    }

    private static void IsCrystal(JsonElement crystal, string shape, double a6, double a12)
    {
        var energy = -a6 * a6 / (2 * a12);
        var volume = Math.Sqrt(2 * a12 / a6) / Math.Sqrt(2);
        Assert.Equal(shape, crystal.GetProperty("shape").GetString());
        Assert.Equal(energy, crystal.GetProperty("energy").GetDouble(), 2e-4);
        Assert.Equal(volume, crystal.GetProperty("volume").GetDouble(), 5e-4);
        Assert.Equal(-8 * energy / volume, crystal.GetProperty("modulus").GetDouble(), 1.0);
    }

    /// <summary>Files by what is in them.</summary>
    internal static Dictionary<string, string> Told(JsonElement values) => values.EnumerateObject().ToDictionary(
        static output => output.Name,
        static output => output.Value is { ValueKind: JsonValueKind.Object } file && file.TryGetProperty("sha256", out var content)
            ? content.GetString()! : output.Value.GetRawText());

    private static async Task Start(Home home, int number)
    {
        (await home.Run("workflow", "start", "campaign")).Expect(0);
        Assert.Equal(number, (await Run(home)).GetProperty("number").GetInt32());
    }

    /// <summary>However long it takes where many things are done at once.</summary>
    private static async Task Ended(Home home)
    {
        while ((await home.Run("workflow", "wait", "campaign", "--timeout", "30s")) is { Exit: not 0 } waiting)
        {
            // It may have ended since.
            Assert.True((await Run(home)).GetProperty("state").GetString() is "running" or "succeeded", waiting.ToString());
        }
    }

    private static async Task<JsonElement> Run(Home home) =>
        (await home.Run("workflow", "show", "campaign", "-o", "json")).Expect(0).Json.GetProperty("run");

    private static async Task<JsonElement> Values(Home home) =>
        (await home.Run("workflow", "outputs", "campaign", "-o", "json")).Expect(0).Json.GetProperty("values");

    private static async Task<List<string>> Turns(Home home) =>
    [
        .. (await FlowGallery.Story(home, "campaign")).Where(static line =>
            line.StartsWith("finished ", StringComparison.Ordinal) && line.Contains("/point/", StringComparison.Ordinal)
            && line.Count(static letter => letter == '/') == 4),
    ];
}
