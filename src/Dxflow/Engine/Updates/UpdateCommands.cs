using System.Text;
using Dxflow.Engine.Services;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Values;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;

namespace Dxflow.Engine.Updates;

/// <summary>
/// <c>engine update</c>: another program in place of the one that runs, and on request the engine goes on with it.
/// <list type="number">
/// <item>A private copy of the new program says who it is. An older one needs a word.</item>
/// <item>It takes the place of the old, which stays beside it.</item>
/// <item>The engine is asked to go on with it (<c>engine.restart</c>), and looked at until it answers as the new version.</item>
/// <item>If it ends instead, the old one gets its place back, and an engine is started with it.</item>
/// </list>
/// The files are the affair of whoever may write them, which is asked of the file system; the engine that of a MASTER.
/// </summary>
internal static class UpdateCommands
{
    private static readonly TimeSpan ReadyMax = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static IReadOnlyList<LocalCommand> Local { get; } =
    [
        LocalCommand.Create<UpdateEngine>(
            "engine.update", "Replace the program, and let the engine go on with it while work runs.", EngineJson.Default, UpdateAsync,
            "dxflow engine update --from ./dxflow --restart", "dxflow engine update --rollback --restart"),
    ];

    private static async Task<int> UpdateAsync(UpdateEngine request, ClientContext context)
    {
        var cancel = context.Interrupts.Ended;
        var home = Home.Locate(context.Options.Home);
        var holder = Directory.Exists(home.Path) ? EngineLock.Holder(home) : null;
        var program = new InstalledProgram(ProgramOf(holder));
        if ((request.From is null) != request.Rollback || context.Options.Engine is not null)
        {
            throw Fault.Invalid(
                "An engine is updated where it is, from a file or to the one before.", "Give --from FILE or --rollback, and no --engine.");
        }

        // 1
        var before = await ProgramVersion.AskAsync(program.Path, context.Time, cancel);
        var after = await TryAsync(request, program, before, context);

        // 2
        WholeProgram.Load();
        program.Place();
        var isRestarted = false;
        if (request.Restart && holder is { Instant: false })
        {
            await RestartAsync(new Restarting(home, holder, program, after), context);
            isRestarted = true;
        }

        await context.Output.ShowAsync(
            EngineJson.Default.UpdateInfo, new UpdateInfo(program.Path, before.ToString(), after.ToString(), isRestarted), cancel);
        if (!isRestarted && holder is { Instant: false })
        {
            await context.Output.NoteAsync("the engine goes on with the one before until: dxflow engine restart");
        }

        return 0;
    }

    /// <summary>The program of the engine that stands, as the kernel knows it, else this one.</summary>
    private static string ProgramOf(EngineHolder? holder)
    {
        var ours = Environment.ProcessPath!;
        if (holder is null || !EngineLock.IsAlive(holder))
        {
            return ours;
        }

        try
        {
            return new FileInfo($"/proc/{holder.Pid}/exe").LinkTarget is { } path && File.Exists(path) ? path : ours;
        }
        catch (UnauthorizedAccessException)
        {
            return ours;
        }
    }

    private static async Task<Release> TryAsync(UpdateEngine request, InstalledProgram program, Release before, ClientContext context)
    {
        var from = request.From ?? program.Previous;
        if (!File.Exists(from))
        {
            throw Fault.Missing($"there is no {from}", request.Rollback ? "there was no update here" : null);
        }

        try
        {
            var after = await ProgramVersion.AskAsync(program.Copy(from), context.Time, context.Interrupts.Ended);
            return after.CompareTo(before) >= 0 || request.AllowDowngrade || request.Rollback
                ? after
                : throw Fault.Conflict($"{from} is {after}, older than {before}, which may have written what it cannot read",
                    "if it shall be: --allow-downgrade");
        }
        catch
        {
            program.Discard();
            throw;
        }
    }

    private sealed record Restarting(Home Home, EngineHolder Holder, InstalledProgram Program, Release After);

    /// <summary>Steps 3 and 4.</summary>
    private static async Task RestartAsync(Restarting change, ClientContext context)
    {
        var arguments = ArgumentsOf(change.Holder.Pid);
        var service = ServiceProcess.NameOf(change.Home, change.Holder);
        try
        {
            await context.CallAsync<RestartEngine, RestartInfo>("engine.restart", new RestartEngine());
        }
        catch (Fault refused)
        {
            change.Program.TakeBack();
            throw new Fault(refused.Info with { Detail = $"nothing was changed: {refused.Info.Detail}" }, refused);
        }

        if (await GoesOnAsync(change, context))
        {
            return;
        }

        change.Program.TakeBack();
        await StartAgainAsync(change.Home, arguments, service, context);
        throw new Fault(
            FaultKind.Unavailable,
            $"{change.After} ended at once in {change.Home.Path}; the one before has its place again, and the engine goes on with it",
            $"see {change.Home.LogFile}");
    }

    /// <summary>
    /// True when the engine answers as the new version; false if it has ended. While it has the home it may be taking up runs.
    /// </summary>
    private static async Task<bool> GoesOnAsync(Restarting change, ClientContext context)
    {
        var (since, standing) = (context.Time.GetTimestamp(), new Standing(change.Home, context.Time));
        while (context.Time.GetElapsedTime(since) < ReadyMax)
        {
            if (EngineLock.Holder(change.Home) is not { } now)
            {
                return false;
            }

            if (now.Since != change.Holder.Since && await standing.AnswersAsync(context.Interrupts.Ended))
            {
                var info = await context.CallAsync<EngineInfoRequest, EngineInfo>("engine.info", new EngineInfoRequest());
                return Release.Parse(info.Version)?.CompareTo(change.After) == 0;
            }

            await Task.Delay(Pause, context.Time, context.Interrupts.Ended);
        }

        throw new Fault(
            FaultKind.Timeout, $"the engine did not answer within {ReadyMax.TotalMinutes:0} minutes and still has the home",
            $"see {change.Home.LogFile}");
    }

    private static async Task StartAgainAsync(Home home, string[] arguments, string? service, ClientContext context)
    {
        var standing = new Standing(home, context.Time);
        if (service is not null && InitSystem.Here("auto") is { } system)
        {
            await new ProgramRun(context.Time, ReadyMax).RunAsync(
                ProgramRun.Find(system.StartCommands(service)[^1][0])!, system.StartCommands(service)[^1][1..], context.Interrupts.Ended);
        }
        else if (!await standing.IsUpAsync(context.Interrupts.Ended))
        {
            await standing.StartAsync(arguments, any: true, context.Interrupts.Ended);
        }
    }

    private static string[] ArgumentsOf(int pid) =>
        Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/cmdline")).Split('\0') is [_, .. var arguments, _] ? arguments : [];
}
