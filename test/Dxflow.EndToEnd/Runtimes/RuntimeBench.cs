using System.Collections.Concurrent;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Runtimes.Process.Wrapper;
using Xunit;

namespace Dxflow.EndToEnd.Runtimes;

/// <summary>
/// A runtime under test with a directory of its own: makes tasks, collects what it reports, and stands in for engines that come and go
/// (<see cref="RestartAsync"/>). Everything is waited for by its report; what does not come within a minute fails.
/// </summary>
internal sealed class RuntimeBench(Func<string, IRuntime> open, string? image) : IAsyncDisposable
{
    private const int ClearTries = 50;
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string run = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
    private readonly ConcurrentDictionary<AttemptId, TaskCompletionSource<TaskReport>> finals = new();
    private readonly List<TaskSpec> made = [];
    private CancellationTokenSource watching = new();
    private Task watch = Task.CompletedTask;

    public string Home { get; } = Directory.CreateTempSubdirectory("dxflow-runtime-").FullName;

    public IRuntime Runtime { get; private set; } = null!;

    public void Open()
    {
        Runtime = open(Home);
        watching = new CancellationTokenSource();
        watch = WatchAsync(Runtime, watching.Token);
    }

    /// <summary>The engine ends and another takes its place; the tasks go on.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        Open();
    }

    public async Task CloseAsync()
    {
        await watching.CancelAsync();
        await watch;
        await Runtime.DisposeAsync();
    }

    /// <summary>A task with directories of its own. Slices count up, so every task is another attempt.</summary>
    public TaskSpec Spec(params string[] command)
    {
        var id = new AttemptId(run, 0, made.Count, 1);
        var directory = Directory.CreateDirectory(Path.Join(Home, "attempts", id.ToString())).FullName;
        var work = Directory.CreateDirectory(Path.Join(Home, "work", id.ToString())).FullName;
        var spec = new TaskSpec(
            id, $"test-{made.Count}", directory, work, command, new Dictionary<string, string>(), new TaskLimits(),
            image is null ? null : Container(image, id, [directory, work]));
        made.Add(spec);
        return spec;
    }

    /// <summary>A container that sees the attempt's directories at their own paths, so that tasks and tests share files.</summary>
    private ContainerTask Container(string image, AttemptId id, string[] shared) => new(
        new ContainerSpec(new ContainerImage(image, PullPolicy.Never)),
        new ProjectSpec($"conformance-{run}", Home, [], [], []),
        id.ToString(),
        "test",
        made.Count + 1,
        new Dictionary<string, string>(),
        [.. shared.Select(path => new ContainerMount("bind", path, path))],
        Kept: false);

    public TaskSpec Shell(string script) => Spec("/bin/sh", "-c", script);

    public async Task<TaskReport> StartAsync(TaskSpec spec)
    {
        var report = Assert.Single(await Runtime.StartAsync([spec], CancellationToken.None));
        Note(report);
        return report;
    }

    public async Task<IReadOnlyList<TaskReport>> StartAsync(IReadOnlyList<TaskSpec> batch)
    {
        var reports = await Runtime.StartAsync(batch, CancellationToken.None);
        foreach (var report in reports)
        {
            Note(report);
        }

        return reports;
    }

    /// <summary>Starts a task and waits for its end.</summary>
    public async Task<TaskReport> RunAsync(TaskSpec spec)
    {
        await StartAsync(spec);
        return await FinalAsync(spec);
    }

    public Task<TaskReport> FinalAsync(TaskSpec spec) => Source(spec.Id).Task.WaitAsync(Patience);

    public async Task<TaskReport> FindAsync(TaskSpec spec)
    {
        var report = Assert.Single(await Runtime.FindAsync([spec.Ref], CancellationToken.None));
        Note(report);
        return report;
    }

    /// <summary>It has begun and not ended; a runtime that asks others now and then may have it as queued a little longer.</summary>
    public async Task RunsAsync(TaskSpec spec)
    {
        using var patience = new CancellationTokenSource(Patience);
        TaskState state;
        while ((state = (await FindAsync(spec)).State) == TaskState.Queued)
        {
            await Task.Delay(20, patience.Token);
        }

        Assert.Equal(TaskState.Running, state);
    }

    public Task StopAsync(TaskSpec spec, string signal = "SIGTERM", double graceSeconds = 30) =>
        Runtime.StopAsync([new StopRequest(spec.Ref, signal, TimeSpan.FromSeconds(graceSeconds))], CancellationToken.None);

    public async Task<List<TaskLine>> LogsAsync(TaskSpec spec, LogQuery? query = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        var lines = new List<TaskLine>();
        await foreach (var line in Runtime.LogsAsync(spec.Ref, query ?? new LogQuery(), patience.Token))
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Runs a script to its end and returns what it wrote to its standard output.</summary>
    public async Task<string[]> OutputAsync(TaskSpec spec)
    {
        var report = await RunAsync(spec);
        var lines = await LogsAsync(spec);
        Assert.True(report.Exit == 0, $"{report}: {string.Join('|', lines.Select(line => line.Text))}");
        return [.. lines.Where(line => !line.Error).Select(line => line.Text)];
    }

    /// <summary>Waits until a running task shows that it is where the test wants it.</summary>
    public async Task LineAsync(TaskSpec spec, string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var line in Runtime.LogsAsync(spec.Ref, new LogQuery(Follow: true), patience.Token))
        {
            if (line.Text == text)
            {
                return;
            }
        }

        Assert.Fail($"the task ended without the line '{text}'");
    }

    /// <summary>Waits until a task has made a file in its directory.</summary>
    public static async Task FileAsync(TaskSpec spec, string name)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!File.Exists(Path.Join(spec.WorkingDirectory, name)))
        {
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Waits until a process task has its start token.</summary>
    public static async Task TokenAsync(TaskSpec spec)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (StartToken.Read(spec.Directory)?.Wrapper is null)
        {
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Makes the file in a task's directory for which it waits.</summary>
    public static void Touch(TaskSpec spec, string name) => File.Create(Path.Join(spec.WorkingDirectory, name)).Dispose();

    /// <summary>A number of seconds for sleep(1) that no other process has as its argument.</summary>
    public static string Mark() => $"90{System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000_000_000):d9}";

    /// <summary>The pids of all sleepers with a mark.</summary>
    public static IReadOnlyList<int> Processes(string mark) =>
        [.. ProcFile.Pids().Where(pid => ProcFile.ReadText($"/proc/{pid}/cmdline").EndsWith($"sleep\0{mark}\0", StringComparison.Ordinal))];

    public static async Task ProcessesAsync(string mark, int atLeast = 0, int atMost = int.MaxValue)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (Processes(mark).Count is var count && (count < atLeast || count > atMost))
        {
            await Task.Delay(20, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Runtime.StopAsync([.. made.Select(spec => new StopRequest(spec.Ref, "SIGKILL", TimeSpan.Zero))], CancellationToken.None);
        await GoneAsync();
        await Runtime.ForgetAsync([.. made.Select(spec => spec.Ref)], CancellationToken.None);
        await CloseAsync();
        await ClearAsync();
    }

    /// <summary>A worker that has not seen yet that its engine is gone may still write a file there.</summary>
    private async Task ClearAsync()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Directory.Delete(Home, recursive: true);
                return;
            }
            catch (IOException) when (tries < ClearTries)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task GoneAsync()
    {
        foreach (var report in await Runtime.FindAsync([.. made.Select(spec => spec.Ref)], CancellationToken.None))
        {
            Note(report);
        }

        await Task.WhenAll(made.Select(FinalAsync));
    }

    private async Task WatchAsync(IRuntime runtime, CancellationToken cancel)
    {
        try
        {
            await foreach (var batch in runtime.WatchAsync(cancel))
            {
                foreach (var report in batch)
                {
                    Note(report);
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The engine that this stands for ends.
        }
    }

    private void Note(TaskReport report)
    {
        if (report.IsFinal)
        {
            Source(report.Id).TrySetResult(report);
        }
    }

    private TaskCompletionSource<TaskReport> Source(AttemptId id) =>
        finals.GetOrAdd(id, _ => new TaskCompletionSource<TaskReport>(TaskCreationOptions.RunContinuationsAsynchronously));
}
