using System.Net.Sockets;
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

    /// <summary>Starts an engine in the background and returns when it answers.</summary>
    public async Task StartAsync(IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        home.Open();
        var report = Path.Combine(home.Temporary, $"boot-{Environment.ProcessId}.log");
        int pid;
        using (var error = File.OpenHandle(report, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            var program = Environment.ProcessPath!;
            pid = Spawner.Spawn(new SpawnSpec(program, [program, .. arguments], Variables(), "/", null, error, error));
        }

        try
        {
            await ReadyAsync(pid, report, cancel);
        }
        finally
        {
            File.Delete(report);
        }
    }

    /// <summary>Waits until nobody has the home.</summary>
    public async Task<bool> IsGoneAsync(CancellationToken cancel)
    {
        var since = time.GetTimestamp();
        while (EngineLock.Holder(home) is not null)
        {
            if (time.GetElapsedTime(since) > GoneMax)
            {
                return false;
            }

            await Task.Delay(Pause, time, cancel);
        }

        return true;
    }

    private static List<string> Variables()
    {
        var variables = new List<string>();
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables.Add($"{variable.Key}={variable.Value}");
        }

        return variables;
    }

    private async Task ReadyAsync(int pid, string report, CancellationToken cancel)
    {
        var since = time.GetTimestamp();
        while (!await AnswersAsync(cancel))
        {
            var end = ChildProcess.Reap(pid);
            if (end is { } && await IsUpAsync(cancel))
            {
                // Somebody else's engine was quicker: there is one, which is all that was asked for.
                return;
            }

            if (end is not null || time.GetElapsedTime(since) > ReadyMax)
            {
                var said = (await File.ReadAllTextAsync(report, cancel)).Trim();
                throw new Fault(
                    FaultKind.Unavailable,
                    end is null ? $"the engine did not answer within {ReadyMax.TotalSeconds:0} s" : $"the engine ended at once: {said}",
                    $"see {home.LogFile}, or boot it in the foreground: dxflow boot up");
            }

            await Task.Delay(Pause, time, cancel);
        }
    }
}
