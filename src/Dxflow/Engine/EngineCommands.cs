using System.Globalization;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;

namespace Dxflow.Engine;

/// <summary>
/// What a person wants otherwise than as the engine's plain answer: <c>engine ping</c>, timed, and <c>engine doctor</c>, which needs no
/// engine.
/// </summary>
internal static class EngineCommands
{
    public static IReadOnlyList<LocalCommand> Local { get; } =
    [
        LocalCommand.Create<DoctorRequest>(
            "engine.doctor",
            "Look at all that an engine needs here, and say what to mend.",
            EngineJson.Default, DoctorAsync, "dxflow engine doctor"),
    ];

    public static IReadOnlyList<OperationView> Views { get; } =
    [
        OperationView.For<PingRequest>("engine.ping", EngineJson.Default, PingAsync),
    ];

    /// <summary>Asked once and timed.</summary>
    private static async Task<int> PingAsync(PingRequest request, ClientContext context)
    {
        var cancel = context.Interrupts.Ended;
        var target = await context.TargetAsync(cancel);
        var asked = context.Time.GetTimestamp();
        var pong = await context.CallAsync<PingRequest, Pong>("engine.ping", request, cancel);
        var took = context.Time.GetElapsedTime(asked).TotalMilliseconds;
        await (context.Output.IsForPeople
            ? context.Output.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"{target.Route.Name} answered after {took:0.0}ms"), cancel)
            : context.Output.ShowAsync(EngineJson.Default.Pong, pong, cancel));
        return 0;
    }

    private static async Task<int> DoctorAsync(DoctorRequest request, ClientContext context)
    {
        var findings = Doctor.Look(Home.Locate(context.Options.Home), context.Options.Profile ?? "default");
        await context.Output.ShowAsync(EngineJson.Default.DoctorReport, new DoctorReport(findings), context.Interrupts.Ended);
        return findings.All(finding => finding.Ok) ? 0 : FaultCodes.Exit(FaultKind.Internal);
    }
}
