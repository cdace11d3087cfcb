using Dxflow.Operations;
using Dxflow.Surfaces.Cli;

namespace Dxflow.Engine;

/// <summary>Commands of the engine that need none: <c>engine doctor</c>.</summary>
internal static class EngineCommands
{
    public static IReadOnlyList<LocalCommand> Local { get; } =
    [
        LocalCommand.Create<DoctorRequest>(
            "engine.doctor",
            "Look at all that an engine needs here, and say what to mend.",
            EngineJson.Default, DoctorAsync, "dxflow engine doctor"),
    ];

    private static async Task<int> DoctorAsync(DoctorRequest request, ClientContext context)
    {
        var findings = Doctor.Look(Home.Locate(context.Options.Home), context.Options.Profile ?? "default");
        await context.Output.ShowAsync(EngineJson.Default.DoctorReport, new DoctorReport(findings), context.Interrupts.Ended);
        return findings.All(finding => finding.Ok) ? 0 : FaultCodes.Exit(FaultKind.Internal);
    }
}
