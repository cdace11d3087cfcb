using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Null;

/// <summary>
/// Accepts tasks and runs none: each ends with code 0, at once or after a duration of the given clock. What is measured with it is the
/// engine alone. It remembers what has not ended yet and nothing else.
/// </summary>
internal sealed class NullRuntime(TimeProvider time, TimeSpan duration = default) : IRuntime
{
    private readonly ConcurrentDictionary<AttemptId, DateTimeOffset> running = new();

    /// <summary>Unbounded, but a batch for each batch that was started; the engine bounds those.</summary>
    private readonly Channel<IReadOnlyList<TaskReport>> reports = Channel.CreateUnbounded<IReadOnlyList<TaskReport>>();
    private readonly CancellationTokenSource stopping = new();

    public string Name => "null";

    public RuntimeTraits Traits { get; } =
        new(Networks: false, Pause: false, Exec: false, Limits: false, SharedFiles: true, Images: false);

    public Task<IReadOnlyList<TaskReport>> StartAsync(IReadOnlyList<TaskSpec> batch, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var result = new TaskReport[batch.Count];
        if (duration <= TimeSpan.Zero)
        {
            for (var index = 0; index < result.Length; index++)
            {
                result[index] = Ended(batch[index].Id, now, now);
            }

            return Task.FromResult<IReadOnlyList<TaskReport>>(result);
        }

        for (var index = 0; index < result.Length; index++)
        {
            var id = batch[index].Id;
            result[index] = new TaskReport(id, TaskState.Running, StartedAt: running.GetOrAdd(id, now));
        }

        _ = EndLaterAsync([.. batch.Select(spec => spec.Id)]);
        return Task.FromResult<IReadOnlyList<TaskReport>>(result);
    }

    /// <summary>Nothing outlives this object: what it does not know never ran.</summary>
    public Task<IReadOnlyList<TaskReport>> FindAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<TaskReport>>([.. batch.Select(task => running.TryGetValue(task.Id, out var started)
            ? new TaskReport(task.Id, TaskState.Running, StartedAt: started)
            : new TaskReport(task.Id, TaskState.NotStarted))]);

    public async IAsyncEnumerable<IReadOnlyList<TaskReport>> WatchAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var batch in reports.Reader.ReadAllAsync(cancel))
        {
            yield return batch;
        }
    }

    public Task StopAsync(IReadOnlyList<StopRequest> batch, CancellationToken cancel)
    {
        const int TerminatedCode = 143;
        End(batch.Select(request => request.Task.Id), TerminatedCode);
        return Task.CompletedTask;
    }

    public Task ForgetAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) => Task.CompletedTask;

    public IAsyncEnumerable<TaskLine> LogsAsync(TaskRef task, LogQuery query, CancellationToken cancel) =>
        AsyncEnumerable.Empty<TaskLine>();

    public Task<IReadOnlyList<TaskUsage?>> StatsAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<TaskUsage?>>(new TaskUsage?[batch.Count]);

    public Task<IExecSession> ExecAsync(TaskRef task, ExecSpec spec, CancellationToken cancel) =>
        throw Fault.Invalid("the null runtime runs nothing, so nothing can be run beside it");

    /// <summary>There is nobody to hear it.</summary>
    public Task SignalAsync(IReadOnlyList<TaskRef> batch, string signal, CancellationToken cancel) => Task.CompletedTask;

    public Task<IReadOnlyList<bool>> PauseAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) =>
        throw Fault.Invalid("the null runtime runs nothing, so there is nothing to pause");

    public Task ResumeAsync(IReadOnlyList<TaskRef> batch, CancellationToken cancel) => PauseAsync(batch, cancel);

    public Task ReleaseAsync(ProjectSpec project, ReleasedVolumes volumes, CancellationToken cancel) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        reports.Writer.TryComplete();
        stopping.Dispose();
    }

    private static TaskReport Ended(AttemptId id, DateTimeOffset started, DateTimeOffset ended, int code = 0) =>
        new(id, TaskState.Exited, code, ExitCode.SignalOf(code), started, ended);

    private async Task EndLaterAsync(IReadOnlyList<AttemptId> ids)
    {
        await Task.Delay(duration, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
        {
            End(ids, 0);
        }
    }

    private void End(IEnumerable<AttemptId> ids, int code)
    {
        var now = time.GetUtcNow();
        var ended = new List<TaskReport>();
        foreach (var id in ids)
        {
            if (running.TryRemove(id, out var started))
            {
                ended.Add(Ended(id, started, now, code));
            }
        }

        if (ended.Count > 0)
        {
            reports.Writer.TryWrite(ended);
        }
    }
}
