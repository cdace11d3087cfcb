using System.Runtime.InteropServices;
using System.Text.Json;
using Dxflow.EndToEnd.Support;
using Xunit;

namespace Dxflow.EndToEnd.Flows;

/// <summary>The campaign, with few points, and the program in C#: what they give on processes, and that they give it elsewhere.</summary>
internal static class LargerExamples
{
    /// <summary>One for all tests that compare with it.</summary>
    private static readonly Lazy<Task<string>> OnProcesses = new(async () =>
    {
        await using var home = new Home();
        await using var engine = await home.Boot();
        return await Give(home, "process");
    });

    /// <summary>Where the .NET is that runs these tests.</summary>
    public static string Dotnet { get; } = Path.GetFullPath("../../..", RuntimeEnvironment.GetRuntimeDirectory());

    /// <summary>What an image needs for a program that is sent: a runtime, without the rest of an SDK.</summary>
    public static string[] DotnetImage { get; } =
    [
        "base-files", "dash", "coreutils", "libstdc++6", Path.Join(Dotnet, "dotnet"), Path.Join(Dotnet, "host"),
        RuntimeEnvironment.GetRuntimeDirectory(), $"/usr/bin/dotnet={Path.Join(Dotnet, "dotnet")}",
    ];

    /// <summary>On an engine that is up.</summary>
    public static async Task GiveTheSame(Home home, string runtime) => Assert.Equal(await OnProcesses.Value, await Give(home, runtime));

    private static async Task<string> Give(Home home, string runtime)
    {
        var program = Path.Combine(Home.Repository, "artifacts/bin/Sampling/debug/Sampling");
        var sampling = home.Shell($"'{program}' --runtime {runtime} 50000");

        // Two cut-offs for each of ten points: little, and all of its shape.
        var campaign = await home.RunWith(
            "points: 5\ntolerance: 1\n", "run", CampaignTests.Document, "--params", "-", "--runtime", runtime, "-o", "json");
        var crystals = CampaignTests.Told(campaign.Expect(0).Json.GetProperty("values"));
        var pi = (await sampling).Expect(0).Output;
        var steps = await FlowGallery.Rows(home, "sampling");
        Assert.Equal(5, steps.Count);
        Assert.All(steps, step => Assert.Equal(runtime, step.GetProperty("runtime").GetString()));
        return JsonSerializer.Serialize(crystals) + pi;
    }
}
