using System.Collections.Concurrent;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Spawning;
using Dxflow.Operations;
using Dxflow.Shells.Holding;
using Dxflow.Shells.Holding.Wire;

namespace Dxflow.Shells.Keeping;

/// <summary>Where holders are: their sockets begin like this, and a number follows; what they say of crashes goes to the log.</summary>
internal sealed record HolderPlaces(string Sockets, string Shelf, string Log)
{
    public string Socket(int number) => FormattableString.Invariant($"{Sockets}{number}.sock");
}

/// <summary>
/// The holders of a home, whichever engine started them: looked for anew each time, because they come and go by themselves. Their own
/// answers are the only truth about what runs.
/// </summary>
internal sealed class Holders(HolderPlaces places, ReadyThread ready, TimeProvider time)
{
    /// <summary>64 shells each.</summary>
    public const int CountMax = 64;
    private static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan SilentMax = TimeSpan.FromSeconds(5);

    /// <summary>Holders whose end is taken when it comes, because they are our children.</summary>
    private readonly ConcurrentDictionary<int, bool> _children = [];

    /// <summary>What all of them hold. One that is there and does not answer is a fault: what it holds would seem lost.</summary>
    public async Task<IReadOnlyList<HeldState>> ListAsync(CancellationToken cancel)
    {
        var all = new List<HeldState>();
        foreach (var number in Numbers())
        {
            all.AddRange(await HeldByAsync(number, cancel) ?? []);
        }

        return all;
    }

    /// <summary>A link to the holder that has the shell; null if none has.</summary>
    public async Task<HolderLink?> FindAsync(string shell, CancellationToken cancel)
    {
        foreach (var number in Numbers())
        {
            if ((await HeldByAsync(number, cancel))?.Any(held => held.Id == shell) ?? false)
            {
                return await HolderLink.OpenAsync(places.Socket(number), cancel);
            }
        }

        return null;
    }

    /// <summary>In a holder that has room, or in a new one. One at a time.</summary>
    public async Task<HeldState> StartAsync(ShellStart start, CancellationToken cancel)
    {
        foreach (var number in Numbers())
        {
            if (await TryStartAsync(number, start, cancel) is { } held)
            {
                return held;
            }
        }

        var free = Enumerable.Range(1, CountMax).FirstOrDefault(number => !File.Exists(places.Socket(number)));
        if (free == 0)
        {
            throw new Fault(
                FaultKind.Exhausted, $"there are {CountMax * Holder.ShellsMax} shells", "remove some: dxflow shell prune");
        }

        await SpawnAsync(free, cancel);
        return await TryStartAsync(free, start, cancel)
            ?? throw Fault.Unavailable("the holder of shells went away as soon as it had come", $"see {places.Log}");
    }

    private async Task<HeldState?> TryStartAsync(int number, ShellStart start, CancellationToken cancel)
    {
        using var link = await OpenAsync(number, cancel);
        try
        {
            return link is null || link.Greeting.Protocol < start.Since()
                ? null
                : (await link.AskAsync(new HolderAsk(HolderVerb.Start, Start: start), cancel)).Shells?.FirstOrDefault();
        }
        catch (Fault full) when (full.Info.Code == FaultKind.Exhausted)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<HeldState>?> HeldByAsync(int number, CancellationToken cancel)
    {
        using var silent = new CancellationTokenSource(SilentMax, time);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel, silent.Token);
        try
        {
            using var link = await OpenAsync(number, late.Token);
            TakeOver(link?.Greeting.Pid);
            return link is null ? null : (await link.AskAsync(new HolderAsk(HolderVerb.List), late.Token)).Shells;
        }
        catch (Fault gone) when (gone.InnerException is IOException)
        {
            // It ended at this moment, and whatever it held with it.
            return null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Its shells are not lost, so nobody may be told that they are.
            throw Fault.Unavailable(
                $"the holder of shells at {places.Socket(number)} does not answer", "try again; if it hangs for good, end its process");
        }
    }

    private Task<HolderLink?> OpenAsync(int number, CancellationToken cancel) => HolderLink.OpenAsync(places.Socket(number), cancel);

    private IEnumerable<int> Numbers() => Enumerable.Range(1, CountMax).Where(number => File.Exists(places.Socket(number)));

    private async Task SpawnAsync(int number, CancellationToken cancel)
    {
        var program = Environment.ProcessPath!;
        using (var log = File.OpenHandle(places.Log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            IReadOnlyList<string> words = [program, "shell", "hold", places.Socket(number), places.Shelf];
            var pid = Spawner.Spawn(new SpawnSpec(program, words, ProgramRun.Variables(), "/", null, log, log));
            _children[pid] = true;
            _ = TakeEndAsync(pid, new SessionProcess(pid, ready, time));
        }

        var since = time.GetTimestamp();
        while (true)
        {
            using var link = File.Exists(places.Socket(number)) ? await HolderLink.OpenAsync(places.Socket(number), cancel) : null;
            if (link is not null)
            {
                return;
            }

            if (time.GetElapsedTime(since) > ReadyMax)
            {
                throw Fault.Unavailable($"a holder of shells did not start within {ReadyMax.TotalSeconds:0} s", $"see {places.Log}");
            }

            await Task.Delay(Pause, time, cancel);
        }
    }

    /// <summary>After an update this process is another program with the same children.</summary>
    private void TakeOver(int? holder)
    {
        if (holder is { } pid && _children.TryAdd(pid, true) && InheritedChild.Watch(pid, ready) is { } taken)
        {
            _ = taken.ContinueWith(gone => _children.TryRemove(pid, out _), TaskScheduler.Default);
        }
    }

    /// <summary>It is our child as long as we are there; nobody asks how it ended.</summary>
    private async Task TakeEndAsync(int pid, SessionProcess process)
    {
        await process.Exited;
        await process.DisposeAsync();
        _children.TryRemove(pid, out _);
    }
}
