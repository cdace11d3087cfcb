using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Client;

namespace Dxflow.Engine;

/// <summary><c>boot up</c>, <c>boot down</c>, <c>boot status</c>: the life of an engine, from outside.</summary>
internal sealed class BootCommands(Func<DaemonOptions, CancellationToken, Task<int>> daemon)
{
    public IReadOnlyList<LocalCommand> Local =>
    [
        LocalCommand.Create<BootUp>(
            "boot.up", "Start an engine in this home.", EngineJson.Default, UpAsync, "dxflow boot up", "dxflow boot up --daemon"),
        LocalCommand.Create<BootStatusRequest>(
            "boot.status", "Say which engine has this home.", EngineJson.Default, StatusAsync, "dxflow boot status"),
    ];

    public static IReadOnlyList<OperationView> Views { get; } =
        [OperationView.For<BootDown>("boot.down", EngineJson.Default, DownAsync)];

    /// <summary>
    /// A command that started an instant engine has ended: so does the engine, unless another client or a run needs it. When this
    /// returns the home is free again, or somebody else's.
    /// </summary>
    public static async ValueTask ReleaseAsync(Home home, string socket, TimeProvider time)
    {
        var request = JsonSerializer.SerializeToElement(new BootDown(IfIdle: true), EngineJson.Default.BootDown);
        var answer = await new EngineClient(socket).CallAsync(BootOperations.All[0], request, CancellationToken.None);
        if (JsonSerializer.Deserialize(answer, EngineJson.Default.BootDownInfo) is { Ending: true })
        {
            await new Standing(home, time).IsGoneAsync(CancellationToken.None);
        }
    }

    private static async Task<int> StatusAsync(BootStatusRequest request, ClientContext context)
    {
        var home = Home.Locate(context.Options.Home);
        var holder = Directory.Exists(home.Path) ? EngineLock.Holder(home) : null;
        await context.Output.ShowAsync(
            EngineJson.Default.BootStatus,
            new BootStatus(holder is not null, home.Path, holder?.Pid, holder?.Host, holder?.Since, holder is null ? null : home.Socket),
            context.Interrupts.Ended);
        return holder is null ? FaultCodes.Exit(FaultKind.Unavailable) : 0;
    }

    private static async Task<int> DownAsync(BootDown request, ClientContext context)
    {
        var home = Home.Locate(context.Options.Home);
        var standing = new Standing(home, context.Time);
        if (!Directory.Exists(home.Path) || !await standing.IsUpAsync(context.Interrupts.Ended))
        {
            await context.Output.NoteAsync($"no engine runs in {home.Path}");
            return 0;
        }

        var answer = await context.CallAsync<BootDown, BootDownInfo>("boot.down", request);
        if (answer.Ending && !await standing.IsGoneAsync(context.Interrupts.Ended))
        {
            throw new Fault(FaultKind.Timeout, "the engine was told to end and still has the home", "see 'dxflow boot status'");
        }

        await context.Output.NoteAsync(answer.Ending ? "the engine has ended" : "the engine is still needed and goes on");
        return 0;
    }

    private async Task<int> UpAsync(BootUp request, ClientContext context)
    {
        var home = Home.Locate(context.Options.Home);
        var profile = context.Options.Profile ?? "default";
        if (request.Daemon)
        {
            return await BackgroundAsync(home, profile, request, context);
        }

        context.Interrupts.TakeFirst();
        return await daemon(
            new DaemonOptions(
                home, profile, request.Instant, request.TakeOver, ready => _ = context.Output.NoteAsync(ready)), context.Interrupts.First);
    }

    private static async Task<int> BackgroundAsync(Home home, string profile, BootUp request, ClientContext context)
    {
        var standing = new Standing(home, context.Time);
        if (Directory.Exists(home.Path) && await standing.IsUpAsync(context.Interrupts.Ended))
        {
            throw Fault.Conflict($"an engine already runs in {home.Path}", "see 'dxflow boot status'");
        }

        string[] takeOver = request.TakeOver ? ["--take-over"] : [];
        await standing.StartAsync(["boot", "up", "--home", home.Path, "--profile", profile, .. takeOver], context.Interrupts.Ended);
        await context.Output.NoteAsync($"the engine runs in the background; end it with 'dxflow boot down' [{home.Socket}]");
        return 0;
    }
}
