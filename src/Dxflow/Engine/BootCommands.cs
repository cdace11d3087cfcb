using System.Net.Sockets;
using System.Text.Json;
using Dxflow.Engine.Services;
using Dxflow.Engine.Settings;
using Dxflow.Foundation.Processes;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Client;

namespace Dxflow.Engine;

/// <summary><c>boot up</c>, <c>boot down</c>, <c>boot status</c>: the life of an engine, from outside.</summary>
internal sealed class BootCommands(Func<DaemonOptions, CancellationToken, Task<int>> daemon)
{
    private const int TriesMax = 5;
    private static readonly TimeSpan ServiceMax = TimeSpan.FromMinutes(10);

    public IReadOnlyList<LocalCommand> Local =>
    [
        LocalCommand.Create<BootUp>(
            "boot.up", "Start an engine in this home.", EngineJson.Default, UpAsync,
            "dxflow boot up", "dxflow boot up --daemon", "dxflow boot up --https 10.0.0.5:3936"),
        LocalCommand.Create<BootUnit>(
            "boot.unit", "Write the unit or script with which a service manager keeps an engine.", EngineJson.Default, UnitAsync,
            "dxflow boot unit --user > ~/.config/systemd/user/dxflow.service",
            "dxflow boot unit --home /var/lib/dxflow --run-as dxflow --program /usr/bin/dxflow"),
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
        var holder = EngineLock.Holder(home);
        if (await IsEndingAsync(socket, new BootDown(IfIdle: true), CancellationToken.None))
        {
            await new Standing(home, time).IsGoneAsync(holder, CancellationToken.None);
        }
    }

    /// <summary>Tells an engine to end. One that is not there any more has made room for another, or was killed.</summary>
    private static async Task<bool> IsEndingAsync(string socket, BootDown request, CancellationToken cancel)
    {
        try
        {
            var json = JsonSerializer.SerializeToElement(request, EngineJson.Default.BootDown);
            var answer = await new EngineClient(UnixRoute.To(socket)).CallAsync(BootOperations.All[0], json, cancel);
            return JsonSerializer.Deserialize(answer, EngineJson.Default.BootDownInfo) is { Ending: true };
        }
        catch (Fault gone) when (gone.Info.Code == FaultKind.Unavailable)
        {
            return false;
        }
    }

    private static Task MakeRoomAsync(Home home, Standing standing, CancellationToken cancel) =>
        standing.MakeRoomAsync(ask => IsEndingAsync(home.Socket, new BootDown(IfInstant: true), ask), cancel);

    private static async Task<int> StatusAsync(BootStatusRequest request, ClientContext context)
    {
        var home = Home.Locate(context.Options.Home);
        var holder = Directory.Exists(home.Path) ? EngineLock.Holder(home) : null;
        await context.Output.ShowAsync(
            EngineJson.Default.BootStatus,
            new BootStatus(
                holder is not null, home.Path, holder?.Pid, holder?.Host, holder?.Since,
                holder is null ? null : home.Socket, holder?.Instant, ServiceProcess.NameOf(home, holder)),
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

        var holder = EngineLock.Holder(home);
        var service = ServiceProcess.NameOf(home, holder);
        var answer = await context.CallAsync<BootDown, BootDownInfo>("boot.down", request);
        if (answer.Ending && !await standing.IsGoneAsync(holder, context.Interrupts.Ended))
        {
            throw new Fault(FaultKind.Timeout, "the engine was told to end and still has the home", "see 'dxflow boot status'");
        }

        if (answer.Ending && service is not null && InitSystem.Here(Wish(context)) is { } system)
        {
            await DeskOf(system, context).SettleAsync(service);
            await context.Output.NoteAsync($"it starts again with the machine, unless: {system.Undo(service)}");
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
        var listen = new ListenWish(request.Http, request.Https, request.NoHttp, request.Insecure);
        var options = new DaemonOptions(
            home, profile, request.Instant, request.TakeOver, ready => _ = context.Output.NoteAsync(ready), listen);
        return request.Instant
            ? await daemon(options, context.Interrupts.First)
            : await StandAsync(options, new Standing(home, context.Time), context.Interrupts.First);
    }

    /// <summary>Between an instant engine's end and our beginning a command may have started another: it is asked for room too.</summary>
    private async Task<int> StandAsync(DaemonOptions options, Standing standing, CancellationToken interrupted)
    {
        for (var tries = TriesMax; ; tries--)
        {
            await MakeRoomAsync(options.Home, standing, interrupted);
            try
            {
                return await daemon(options, interrupted);
            }
            catch (Fault taken) when (taken is { Info.Code: FaultKind.Conflict, InnerException: not SocketException } && tries > 1)
            {
                // Whoever has it is asked, or named, in the next round.
            }
        }
    }

    private static async Task<int> UnitAsync(BootUnit request, ClientContext context)
    {
        var home = Home.Locate(context.Options.Home);
        var listen = new ListenWish(request.Http, request.Https, request.NoHttp, request.Insecure);
        var spec = new ServiceSpec(
            home.Path,
            request.Program ?? Environment.ProcessPath!,
            [.. Arguments(home, context.Options.Profile ?? "default", listen)],
            new Dictionary<string, string>(),
            request.User,
            request.RunAs ?? "");
        var text = request.Openrc ? OpenRcScript.Write(spec) : SystemdUnit.Write(spec);
        await context.Output.WriteAsync(text, context.Interrupts.Ended);
        return 0;
    }

    private static string Wish(ClientContext context) => context.Setting(ConfigKeys.ServiceManager.Name) ?? "auto";

    private static ServiceDesk DeskOf(InitSystem system, ClientContext context) => new(
        system,
        command => new ProgramRun(context.Time, ServiceMax).RunAsync(
            ProgramRun.Find(command[0]) ?? throw Fault.Unavailable($"there is no {command[0]} here", "see the setting service-manager"),
            command[1..], context.Interrupts.Ended));

    private static IEnumerable<string> Arguments(Home home, string profile, ListenWish listen) =>
    [
        "boot", "up", "--home", home.Path, "--profile", profile,
        .. Given(listen.NoHttp, "--no-http"), .. Given(listen.Insecure, "--insecure"),
        .. Given(listen.Http is not null, "--http=" + listen.Http), .. Given(listen.Https is not null, "--https=" + listen.Https),
    ];

    private static string[] Given(bool isGiven, string option) => isGiven ? [option] : [];

    private static async Task<int> BackgroundAsync(Home home, string profile, BootUp request, ClientContext context)
    {
        var standing = new Standing(home, context.Time);
        await MakeRoomAsync(home, standing, context.Interrupts.Ended);
        var listen = new ListenWish(request.Http, request.Https, request.NoHttp, request.Insecure);
        string[] arguments = [.. Arguments(home, profile, listen)];
        if (!request.TakeOver && InitSystem.Here(Wish(context)) is { } system)
        {
            home.Open();
            var spec = new ServiceSpec(home.Path, Environment.ProcessPath!, arguments, ServiceProcess.Variables(), system.ForUser);
            await DeskOf(system, context).StartAsync(spec);
            var name = ServiceSpec.NameOf(home.Path);
            await context.Output.NoteAsync($"the engine runs as the service {name}; end it with 'dxflow boot down', and for good with "
                + $"'{system.Undo(name)}'" + (system.ForUser ? "; it ends with your last login, unless: loginctl enable-linger" : ""));
            return 0;
        }

        await standing.StartAsync([.. arguments, .. Given(request.TakeOver, "--take-over")], any: false, context.Interrupts.Ended);
        await context.Output.NoteAsync($"the engine runs in the background; end it with 'dxflow boot down' [{home.Socket}]");
        return 0;
    }
}
