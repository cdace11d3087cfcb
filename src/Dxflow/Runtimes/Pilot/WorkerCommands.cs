using System.Runtime.InteropServices;
using Dxflow.Operations;
using Dxflow.Runtimes.Pilot.Files;
using Dxflow.Runtimes.Pilot.Wire;
using Dxflow.Runtimes.Pilot.Working;
using Dxflow.Surfaces.Cli;

namespace Dxflow.Runtimes.Pilot;

/// <summary>The process inside a pilot's job; nobody types it.</summary>
internal static class WorkerCommands
{
    private const int UserSignal = 10;

    public static IReadOnlyList<LocalCommand> Local { get; } =
    [
        LocalCommand.Create<WorkPilot>("engine.work", "Run what an engine gives to a pilot job.", PilotJson.Default, WorkAsync)
            with { Hidden = true },
    ];

    private static async Task<int> WorkAsync(WorkPilot request, ClientContext context)
    {
        var pilot = PilotFile.Read(request.Folder)
            ?? throw new Fault(FaultKind.Missing, $"{request.Folder} is no pilot's directory, or its job is over");
        await using var worker = new Worker(request.Folder, pilot, request.Began, context.Time);
        using var ending = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            worker.End();
        });
        using var notice = PosixSignalRegistration.Create((PosixSignal)UserSignal, signal =>
        {
            signal.Cancel = true;
            worker.Leave();
        });
        await worker.RunAsync();
        return 0;
    }
}
