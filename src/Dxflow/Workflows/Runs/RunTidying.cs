using Dxflow.Operations;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Views;
using Microsoft.Extensions.Logging;

namespace Dxflow.Workflows.Runs;

/// <summary>
/// Keeps <c>runs-keep</c> finished runs of each workflow by itself: at start, and whenever a run has ended. The index says first that a
/// run is gone, then its files go; what a crash leaves in between is swept at the next start. Artifacts that only removed runs referred
/// to follow, at most once an hour, because all kept runs have to be read for it.
/// </summary>
internal sealed partial class RunTidying(
    WorkflowRegistry registry, RunShelf shelf, int runsKeep, TimeProvider time, ILogger<RunTidying> log) : IDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _over = new();
    private long? _sweptAt;

    /// <summary>One workflow, or all. Never fails: what could not go now goes next time.</summary>
    public async Task TidyAsync(string? workflow)
    {
        try
        {
            await _one.WaitAsync(_over.Token);
            try
            {
                await RemoveAsync(workflow);
            }
            finally
            {
                _one.Release();
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            if (!_over.IsCancellationRequested)
            {
                LogLater(log, failure.Message);
            }
        }
    }

    public void Dispose() => _over.Cancel();

    private async Task RemoveAsync(string? workflow)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var old = await registry.RemoveAsync(index =>
        {
            var gone = index.Workflows.Values.Where(one => workflow is null || one.Name == workflow)
                .SelectMany(one => Retention.Old(one, runsKeep)).ToList();
            return new IndexChange<List<RunEntry>>([.. gone.Select(run => new RunRemoved(now, run.Id))], gone);
        });
        if (old.Count == 0)
        {
            return;
        }

        var freed = shelf.Delete(old);
        LogRemoved(log, string.Join(", ", old.Select(RunProjection.NameOf)), runsKeep, freed);
        if (_sweptAt is not { } swept || time.GetElapsedTime(swept) > SweepEvery)
        {
            _sweptAt = time.GetTimestamp();
            await shelf.SweepStoreAsync([], _over.Token);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "removed {Runs}, of which the last {Keep} are kept: {Bytes} bytes")]
    private static partial void LogRemoved(ILogger log, string runs, int keep, long bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "old runs were not removed; the next run that ends tries again: {Why}")]
    private static partial void LogLater(ILogger log, string why);
}
