using System.Net.Sockets;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Operations;

namespace Dxflow.Engine;

/// <summary>
/// Engines seen from a command: is one standing, start one in the background, wait until one has gone. A background engine is this
/// same program, in a session of its own, so that no key press and no closed terminal reaches it.
/// </summary>
internal sealed class Standing(Home home, TimeProvider time)
{
    private static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SilentMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GoneMax = TimeSpan.FromSeconds(60);
    private const int ProblemsMax = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Whether the socket answers now.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        if (!File.Exists(home.Socket))
        {
            return false;
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(home.Socket), cancel);
            return true;
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new Fault(
                FaultKind.Forbidden, $"the socket {home.Socket} is not yours", "only the engine's own user and root may use it", failure);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>
    /// True if an engine answers; false if none has the home. One that has the home and stays silent is a fault that names it.
    /// </summary>
    public async Task<bool> IsUpAsync(CancellationToken cancel)
    {
        var since = time.GetTimestamp();
        while (!await AnswersAsync(cancel))
        {
            if (EngineLock.Holder(home) is not { } holder)
            {
                return false;
            }

            if (time.GetElapsedTime(since) > SilentMax)
            {
                throw new Fault(
                    FaultKind.Unavailable,
                    $"the engine with pid {holder.Pid} on {holder.Host} has the home {home.Path} and does not answer at {home.Socket}",
                    $"if it hangs, end it (kill {holder.Pid}) and boot again: running work is found again");
            }

            await Task.Delay(Pause, time, cancel);
        }

        return true;
    }

    /// <summary>
    /// For a standing engine: an instant one that has the home is asked to end and leave its work to the next. A standing one is a
    /// fault that names it. When this returns nobody has the home; somebody else may be quicker.
    /// </summary>
    public async Task MakeRoomAsync(Func<CancellationToken, Task> ask, CancellationToken cancel)
    {
        var since = time.GetTimestamp();
        while (EngineLock.Holder(home) is { } holder && !EngineLock.IsSelf(holder))
        {
            var waited = time.GetElapsedTime(since);
            if (EngineLock.IsAlive(holder) && !holder.Instant)
            {
                throw EngineLock.Refused(home, holder);
            }

            if (waited > GoneMax || (!EngineLock.IsAlive(holder) && waited > SilentMax))
            {
                throw EngineLock.Refused(home, null);
            }

            if (EngineLock.IsAlive(holder) && await IsUpAsync(cancel))
            {
                await ask(cancel);
            }

            await Task.Delay(Pause, time, cancel);
        }
    }

    /// <summary>
    /// Starts an engine in the background and returns when it answers; with <paramref name="any"/> somebody else's that was quicker
    /// is as good.
    /// </summary>
    public async Task StartAsync(IReadOnlyList<string> arguments, bool any, CancellationToken cancel)
    {
        home.Open();
        var report = Path.Combine(home.Temporary, $"boot-{Environment.ProcessId}.log");
        int pid;
        using (var error = File.OpenHandle(report, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            var program = Environment.ProcessPath!;
            pid = Spawner.Spawn(new SpawnSpec(program, [program, .. arguments], ProgramRun.Variables(), "/", null, error, error));
        }

        try
        {
            await ReadyAsync(pid, any, report, cancel);
        }
        finally
        {
            File.Delete(report);
        }
    }

    /// <summary>Waits until that engine does not have the home any more; the next one may have it by then.</summary>
    public async Task<bool> IsGoneAsync(EngineHolder? whom, CancellationToken cancel)
    {
        var since = time.GetTimestamp();
        while (EngineLock.Holder(home) is { } holder && holder == whom)
        {
            if (time.GetElapsedTime(since) > GoneMax)
            {
                return false;
            }

            await Task.Delay(Pause, time, cancel);
        }

        return true;
    }

    /// <summary>What is wrong with the home or its settings is the same fault here as in the engine that ended over it.</summary>
    private static FaultKind KindOf(int? exit) =>
        new[] { FaultKind.Invalid, FaultKind.Forbidden, FaultKind.Conflict }.Cast<FaultKind?>()
            .FirstOrDefault(kind => FaultCodes.Exit(kind!.Value) == exit)
        ?? FaultKind.Unavailable;

    private async Task ReadyAsync(int pid, bool any, string report, CancellationToken cancel)
    {
        var since = time.GetTimestamp();
        while (!await AnswersAsync(cancel) || !(any || EngineLock.Holder(home)?.Pid == pid))
        {
            var end = ChildProcess.Reap(pid);
            if (end is { } && any && await IsUpAsync(cancel))
            {
                // Somebody else's engine was quicker: there is one, which is all that was asked for.
                return;
            }

            if (end is { } refused && refused.Code == FaultCodes.Exit(FaultKind.Conflict) && EngineLock.Holder(home) is { } holder)
            {
                throw EngineLock.Refused(home, holder);
            }

            if (end is not null || time.GetElapsedTime(since) > ReadyMax)
            {
                var said = (await File.ReadAllTextAsync(report, cancel)).Trim();
                var hint = $"see {home.LogFile}, or boot it in the foreground: dxflow boot up";
                throw end is null ? new Fault(KindOf(null), $"the engine did not answer within {ReadyMax.TotalSeconds:0} s", hint)
                    : new Fault(Told(KindOf(end.Value.Code), said, hint));
            }

            await Task.Delay(Pause, time, cancel);
        }
    }

    /// <summary>What an engine said before it ended, as whoever began it says it again: line by line, with its own hints.</summary>
    /// <param name="kind">What it ended with.</param>
    /// <param name="said">Its words, as commands write them; or whatever a program says that breaks down.</param>
    /// <param name="otherwise">The hint, where it gave none.</param>
    internal static FaultInfo Told(FaultKind kind, string said, string otherwise)
    {
        const string Error = "error: ", Hint = "hint: ";
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var problems = new List<Problem>();
        var hint = otherwise;
        foreach (var line in lines.Skip(1).Take(ProblemsMax))
        {
            var text = line.Trim();
            if (!text.StartsWith(Hint, StringComparison.Ordinal))
            {
                problems.Add(new Problem(text));
            }
            else if (line[0] != ' ')
            {
                hint = text[Hint.Length..];
            }
            else if (problems.Count > 0)
            {
                problems[^1] = problems[^1] with { Fix = text[Hint.Length..] };
            }
        }

        var first = lines.FirstOrDefault("it said nothing");
        first = first.StartsWith(Error, StringComparison.Ordinal) ? first[Error.Length..] : first;
        return new FaultInfo(kind, $"the engine ended at once: {first}", hint, problems.Count > 0 ? problems : null);
    }
}
