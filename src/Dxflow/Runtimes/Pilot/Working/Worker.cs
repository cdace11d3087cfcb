using System.Threading.Channels;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Operations;
using Dxflow.Runtimes.Batch.Files;
using Dxflow.Runtimes.Pilot.Files;
using Dxflow.Runtimes.Pilot.Wire;
using Dxflow.Runtimes.Process;
using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Pilot.Working;

/// <summary>
/// The process inside a pilot's job: runs what the engine gives it as processes of its node, and tells how each ends. It keeps nothing that
/// is not in the attempts' directories as well, so it may die, and lose the engine, at any time.
/// <list type="number">
/// <item>It connects, says who it is, then what it runs already; and again, with growing pauses, whenever the connection ends.</item>
/// <item>What it is given it starts, under a token that names this pilot: who comes second, here or elsewhere, runs nothing.</item>
/// <item>Without an engine it goes on with what runs, and ends when it has had neither for a while.</item>
/// <item>Told that its job is about to end it takes no more. When the job ends, it ends its tasks, and what that has ended is lost.</item>
/// <item>When its directory has gone, nobody may count on it any more: it ends with all it runs.</item>
/// </list>
/// </summary>
internal sealed class Worker : IAsyncDisposable
{
    private const int ReportsMax = 200;

    /// <summary>How the variables begin by which Slurm, Grid Engine, PBS and LSF tell what a job has.</summary>
    private static readonly string[] Schedulers = ["SLURM", "SGE_", "JOB_ID", "NSLOTS", "QUEUE", "PBS_", "LSB_"];
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(1);

    /// <summary>Whoever ends the job reaches task and worker in no order: so long a failure waits for the other news.</summary>
    private static readonly TimeSpan NewsMax = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DiskPause = TimeSpan.FromSeconds(5);

    private readonly string folder;
    private readonly PilotFile pilot;
    private readonly double? endsAt;
    private readonly TimeProvider time;
    private readonly ProcessRuntime runtime;
    private readonly HeldTasks held = new();

    /// <summary>Unbounded, but two entries for each attempt that it holds; what it cannot send it drops with the connection.</summary>
    private readonly Channel<WorkerSaid> outgoing = Channel.CreateUnbounded<WorkerSaid>();
    private readonly CancellationTokenSource over = new();
    private volatile bool isConnected;
    private volatile bool isLeaving;
    private volatile bool isEnding;

    /// <param name="folder">The pilot's directory.</param>
    /// <param name="pilot">What the engine left there.</param>
    /// <param name="began">When the job began, in seconds since 1970.</param>
    /// <param name="time">The clock.</param>
    public Worker(string folder, PilotFile pilot, double began, TimeProvider time)
    {
        (this.folder, this.pilot, this.time) = (folder, pilot, time);
        endsAt = began + pilot.LifeSeconds;
        runtime = new ProcessRuntime(
            new ProcessRuntimeOptions(pilot.Shared, Passed(), pilot.LogBytesMax, UseCgroups: false, Mark: pilot.Key), time);
    }

    /// <summary>No further tasks, from now on.</summary>
    public void Leave()
    {
        isLeaving = true;
        outgoing.Writer.TryWrite(new WorkerSaid(IsLeaving: true));
    }

    /// <summary>The job is being ended, and what ends from now on does so because of that.</summary>
    public void End()
    {
        isEnding = true;
        Leave();
    }

    /// <summary>Until there is nothing to do here any more.</summary>
    public async Task RunAsync()
    {
        var reporting = ReportAllAsync();
        var talking = TalkAllAsync();
        await WatchAsync();
        await over.CancelAsync();
        await Task.WhenAll(reporting, talking);
    }

    public async ValueTask DisposeAsync()
    {
        await runtime.DisposeAsync();
        over.Dispose();
    }

    /// <summary>The scheduler's own variables, and with modules all that these have set; never ours.</summary>
    private List<string> Passed() =>
    [
        .. ProgramRun.Variables().Select(static each => each[..each.IndexOf('=', StringComparison.Ordinal)])
            .Where(name => (pilot.HasModules || Array.Exists(Schedulers, each => name.StartsWith(each, StringComparison.Ordinal)))
                && !name.StartsWith("DXFLOW", StringComparison.Ordinal) && !name.StartsWith("DOTNET_", StringComparison.Ordinal)),
    ];

    private async Task WatchAsync()
    {
        var busyAt = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(Look, time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (over.IsCancellationRequested)
            {
                return;
            }

            if (isEnding || HasGone())
            {
                isEnding = true;
                await EndTasksAsync();
                return;
            }

            if (isLeaving && held.IsEmpty)
            {
                return;
            }

            busyAt = isConnected || !held.IsEmpty ? time.GetTimestamp() : busyAt;
            if (time.GetElapsedTime(busyAt).TotalSeconds > pilot.IdleSeconds)
            {
                return;
            }
        }
    }

    /// <summary>A disk that does not answer says nothing.</summary>
    private bool HasGone()
    {
        try
        {
            return FileStat.Find(PilotFile.PathIn(folder)) is null;
        }
        catch (DiskException)
        {
            return false;
        }
    }

    private async Task EndTasksAsync()
    {
        var since = time.GetTimestamp();
        while (!held.IsEmpty && time.GetElapsedTime(since) < EndMax)
        {
            try
            {
                await runtime.StopAsync(
                    [.. held.All.Select(static each => new StopRequest(new TaskRef(each.Id, each.Directory), "SIGTERM", EndGrace))],
                    CancellationToken.None);
            }
            catch (Fault)
            {
                // Of one the directory cannot be looked at; the job's end reaches it all the same.
            }

            await Task.Delay(NewsMax, time);
        }

        // The last words are on their way.
        await Task.Delay(NewsMax, time);
    }

    private async Task TalkAllAsync()
    {
        var dial = new EngineDial(time);
        for (var failures = 0; !over.IsCancellationRequested;)
        {
            try
            {
                var door = DoorFile.Read(Path.GetDirectoryName(folder)!) ?? throw new IOException("no engine has left word");
                await using var frames = await dial.ConnectAsync(
                    door, new WorkerHello(WorkerHello.ProtocolNow, pilot.Key, pilot.Secret, Left), over.Token);
                failures = 0;
                await TalkAsync(frames);
            }
            catch (PilotRefused)
            {
                // Its directory tells whether that is for good.
                failures += 2;
            }
            catch (Exception failure) when (failure is IOException)
            {
                failures++;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var pause = TimeSpan.FromMilliseconds(Math.Min(PauseMax.TotalMilliseconds, 100 << Math.Min(failures, 8)));
            await Task.Delay(pause, time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private double? Left => endsAt - time.GetUtcNow().ToUnixTimeSeconds();

    private async Task TalkAsync(FramedStream frames)
    {
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(over.Token);
        while (outgoing.Reader.TryRead(out _))
        {
            // Said to nobody: the engine asks again for what it has not heard of.
        }

        isConnected = true;
        var sending = SendAllAsync(frames, closed);
        try
        {
            while (true)
            {
                Hear(await frames.ReadAsync(PilotJson.Default.EngineSaid, closed.Token));
            }
        }
        finally
        {
            isConnected = false;
            await closed.CancelAsync();
            await sending;
        }
    }

    private async Task SendAllAsync(FramedStream frames, CancellationTokenSource closed)
    {
        try
        {
            await SayAsync(new WorkerSaid(Holds: held.All, IsLeaving: isLeaving));
            while (true)
            {
                using var beat = CancellationTokenSource.CreateLinkedTokenSource(closed.Token);
                beat.CancelAfter(FramedStream.Beat);
                try
                {
                    await SayAsync(await outgoing.Reader.ReadAsync(beat.Token));
                }
                catch (OperationCanceledException) when (!closed.IsCancellationRequested)
                {
                    await SayAsync(new WorkerSaid());
                }
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            await closed.CancelAsync();
        }

        Task SayAsync(WorkerSaid said) => frames.WriteAsync(said, PilotJson.Default.WorkerSaid, closed.Token);
    }

    private void Hear(EngineSaid said)
    {
        if (said.Leave)
        {
            isLeaving = true;
        }

        if (said.Start is { Count: > 0 } start)
        {
            // Held before anything else is heard: an end that comes at once has something to reach.
            foreach (var handed in start)
            {
                held.Add(handed);
            }

            _ = Task.Run(() => StartAsync(start));
        }

        if (said.Stop is { Count: > 0 } stop)
        {
            _ = Task.Run(() => StopAsync(stop));
        }
    }

    private async Task StartAsync(IReadOnlyList<Handed> batch)
    {
        var (specs, reports) = (new List<TaskSpec>(), new List<TaskReport>());
        try
        {
            foreach (var handed in batch)
            {
                var task = new TaskRef(handed.Id, handed.Directory);
                if (!IsBelow(handed.Directory))
                {
                    reports.Add(NotStarted(handed.Id, $"{handed.Directory} is not below {pilot.Tasks}"));
                }
                else if (isEnding && StartToken.TryAbandon(handed.Directory))
                {
                    reports.Add(NotStarted(handed.Id, "the pilot's job ends") with { Reason = FailureReason.Lost });
                }
                else if (TaskFile.Read(task) is { } file)
                {
                    specs.Add(file.Spec(handed.Directory));
                }
                else
                {
                    reports.Add((await runtime.FindAsync([task], over.Token))[0]);
                }
            }

            reports.AddRange(await runtime.StartAsync(specs, over.Token));
            Tell(reports);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Mostly the disk cannot be looked at from here; the engine hears of it after a while and decides. Whatever it is, the attempt
            // is not to be forgotten here.
            await Task.Delay(DiskPause, time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Drop([.. batch.Select(static each => each.Id)]);
        }
        catch (OperationCanceledException)
        {
            // The worker ends: what it has not begun it never will.
        }
    }

    private bool IsBelow(string directory) =>
        Path.GetFullPath(directory) == directory && directory.StartsWith(pilot.Tasks + "/", StringComparison.Ordinal);

    private static TaskReport NotStarted(AttemptId id, string detail) =>
        new(id, TaskState.NotStarted, Reason: FailureReason.Start, Detail: detail);

    private async Task StopAsync(IReadOnlyList<StopOrder> orders)
    {
        try
        {
            foreach (var order in orders.Where(each => IsBelow(each.Directory)))
            {
                var task = new TaskRef(order.Id, order.Directory);
                if (held.Find(order.Id) is null)
                {
                    held.Add(new Handed(order.Id, order.Directory, 0, 0));
                }

                held.Stopped(order.Id);

                // What is not known here is found first, and if it has not begun it never will.
                Tell(await runtime.FindAsync([task], over.Token));
                await (order.GraceSeconds is { } grace
                    ? runtime.StopAsync([new StopRequest(task, order.Signal, TimeSpan.FromSeconds(grace))], over.Token)
                    : runtime.SignalAsync([task], order.Signal, over.Token));
            }
        }
        catch (Exception failure) when (failure is Fault or OperationCanceledException)
        {
            // It cannot be looked at now, or all of it ends: the engine asks again.
        }
    }

    private async Task ReportAllAsync()
    {
        try
        {
            await foreach (var batch in runtime.WatchAsync(over.Token))
            {
                Tell(batch);
            }
        }
        catch (OperationCanceledException)
        {
            // The worker ends.
        }
    }

    private void Tell(IReadOnlyList<TaskReport> reports)
    {
        var clear = new List<TaskReport>();
        foreach (var report in reports)
        {
            if (report.IsFinal && held.Find(report.Id) is { } handed && IsDoubtful(report))
            {
                _ = TellLaterAsync(report, handed);
            }
            else
            {
                clear.Add(report);
            }
        }

        Say(clear);
    }

    private bool IsDoubtful(TaskReport report) => report.State == TaskState.Lost
        || (report is { State: TaskState.Exited, Exit: not 0, Reason: FailureReason.None } && !held.IsStopped(report.Id));

    /// <summary>A token that names another is another's to tell of; an end that came with the job's is no end of the task's own.</summary>
    private async Task TellLaterAsync(TaskReport report, Handed handed)
    {
        await Task.Delay(NewsMax, time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!IsOwn(handed))
        {
            Drop([report.Id]);
            return;
        }

        if (isEnding && !held.IsStopped(report.Id) && report.State == TaskState.Exited)
        {
            report = report with
            {
                State = TaskState.Lost,
                Exit = null,
                Signal = null,
                Reason = FailureReason.Lost,
                Detail = "the pilot's job was ended, and the task with it",
            };
            VerdictFile.Write(handed.Directory, report);
        }
        else if (report.Signal is SignalNames.Terminate or SignalNames.Kill)
        {
            // For who finds only the files, and could not tell it from the job's end.
            VerdictFile.Write(handed.Directory, report);
        }

        Say([report]);
    }

    private bool IsOwn(Handed handed)
    {
        try
        {
            return StartToken.Read(handed.Directory)?.Wrapper is not { } wrapper || wrapper.Place.Mark == pilot.Key;
        }
        catch (DiskException)
        {
            // Nobody can tell here; the engine looks for itself.
            return false;
        }
    }

    private void Drop(IReadOnlyList<AttemptId> ids)
    {
        foreach (var id in ids)
        {
            held.Remove(id);
        }

        outgoing.Writer.TryWrite(new WorkerSaid(Elsewhere: ids));
    }

    private void Say(IReadOnlyList<TaskReport> reports)
    {
        foreach (var report in reports.Where(static each => each.IsFinal))
        {
            held.Remove(report.Id);
        }

        foreach (var chunk in reports.Chunk(ReportsMax))
        {
            outgoing.Writer.TryWrite(new WorkerSaid(Reports: chunk));
        }
    }
}
