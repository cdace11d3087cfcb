using Dxflow.Operations;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Progress;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Commands;

/// <summary>
/// Follows a run on the terminal until it ends: a line for each change on standard error, the logs of an up run on standard output.
/// A stream that breaks while the engine restarts is taken up again after the last event that was seen.
/// </summary>
internal sealed class FollowCommands(ClientContext context, RunInfo run)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(1);

    /// <summary>Where each word is a line of its own.</summary>
    private static readonly TimeSpan PlainLookPause = TimeSpan.FromSeconds(5);

    /// <summary>A connection that died unseen is waited on for no longer.</summary>
    private static readonly TimeSpan WaitAtMost = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LastLinesAtMost = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, ProgressRow> _rows = [];
    private readonly Dictionary<string, RunEventInfo> _exits = [];
    private readonly Dictionary<string, SliceCounts> _counts = [];
    private readonly LiveProgress _progress = new(context.Terminal, context.Options, context.Time, run.Name);
    private readonly LogSeam _seam = new();
    private long _seen;

    public async Task FollowAsync()
    {
        using var stop = context.Interrupts.First.Register(() => _ = StopAsync());
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.Interrupts.Ended);
        var logs = run.Kind == RunKind.Up ? LogsAsync(ended.Token) : Task.CompletedTask;
        var looks = !context.Options.Quiet && run.Kind == RunKind.Job ? LookAsync(ended.Token) : Task.CompletedTask;
        try
        {
            await (context.Options.Quiet ? WaitAsync() : EventsAsync());

            // The logs end by themselves, after the last lines.
            await logs.WaitAsync(LastLinesAtMost, context.Time, context.Interrupts.First)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException) when (context.Interrupts.First.IsCancellationRequested)
        {
            await KillAsync();
        }
        finally
        {
            await ended.CancelAsync();
            await logs;
            await looks;
            await _progress.DisposeAsync();
        }
    }

    /// <summary>Nothing is shown on the way, so nothing but the end is asked for.</summary>
    private async Task WaitAsync()
    {
        var request = new WaitForRun(run.Workflow, run.Number, WaitAtMost);
        for (var isOver = false; !isOver;)
        {
            try
            {
                isOver = await context.CallAsync<WaitForRun, RunInfo>("workflow.wait", request) is not null;
            }
            catch (Fault notYet) when (notYet.Info.Code == FaultKind.Timeout)
            {
                // Again.
            }
        }
    }

    private async Task EventsAsync()
    {
        for (var failures = 0; ;)
        {
            try
            {
                var request = new ReadEvents(run.Workflow, run.Number, Follow: true);
                await foreach (var change in context.StreamAsync<ReadEvents, RunEventInfo>("workflow.events", request, _seen))
                {
                    (_seen, failures) = (change.Sequence, 0);
                    Show(change);
                    if (change.Event == "end")
                    {
                        return;
                    }
                }

                return;
            }
            catch (Fault broken) when (broken.Info.Code == FaultKind.Unavailable && ++failures < ClientContext.TriesMax)
            {
                await context.NextEngineAsync(failures, context.Interrupts.Ended);
            }
        }
    }

    private void Show(RunEventInfo change)
    {
        if (change is { Event: "exited", Step: { } ended })
        {
            _exits[ended] = change;
        }
        else if (change is { Event: "finished" or "retry", Step: { } told } && _exits.Remove(told, out var exit))
        {
            // The code came with the end of the program; what it meant is decided later.
            change = change with { Exit = change.Reason is null ? null : exit.Exit, Signal = change.Reason is null ? null : exit.Signal };
        }

        if (change.Step is not { } step || Row(step, change) is not { } row)
        {
            return;
        }

        lock (_rows)
        {
            _rows[step] = row;
            _progress.Update(row);
        }
    }

    /// <summary>What is in no event: how far what runs is, and what that waits for which is in a queue.</summary>
    private async Task LookAsync(CancellationToken ended)
    {
        var pause = _progress.IsDrawn ? LookPause : PlainLookPause;
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(pause, context.Time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                // Slices that run have each their word; of all that wait one says why.
                if (_progress.IsDrawn)
                {
                    await LookAsync("running", ended);
                }

                if (IsAnywhere("queued"))
                {
                    await LookAsync(null, ended);
                }
            }
            catch (Exception over) when (over is OperationCanceledException or Fault)
            {
                // How the run ends is told by its events.
            }
        }
    }

    private async Task LookAsync(string? state, CancellationToken ended)
    {
        var request = new ListSteps(run.Workflow, run.Number, State: state, Limit: LiveProgress.RowsMax);
        foreach (var step in (await context.CallAsync<ListSteps, StepList>("workflow.steps", request, ended)).Items)
        {
            lock (_rows)
            {
                if (_rows.TryGetValue(step.Name, out var row) && ProgressCommands.Look(row, step) is { } seen)
                {
                    _rows[step.Name] = seen;
                    _progress.Update(seen);
                }
            }
        }
    }

    private bool IsAnywhere(string state)
    {
        lock (_rows)
        {
            return _rows.Values.Any(row => row.State == state);
        }
    }

    private ProgressRow? Row(string step, RunEventInfo change)
    {
        if (change.Event == "fan")
        {
            _counts[step] = new SliceCounts(change.Slices ?? 0);
        }

        // Inside what is called only what goes wrong is a row: there may be very many.
        if (step.Contains('/') && change is not ({ Event: "retry" } or { Event: "finished" or "dropped", State: "failed" }))
        {
            return null;
        }

        var before = _rows.GetValueOrDefault(step);
        return _counts.TryGetValue(step, out var counts)
            ? ProgressCommands.Slices(counts, before, change) : ProgressCommands.Next(before, change);
    }

    private async Task LogsAsync(CancellationToken ended)
    {
        var text = new LogText(prefixed: true, context.Output.Paint.Colour);
        for (var failures = 0; ;)
        {
            try
            {
                // Behind a seam each line is looked at.
                var request = new ReadLogs(
                    run.Workflow, Run: run.Number, Follow: true, Since: _seam.Since, Joined: _seam.Since is null);
                await foreach (var line in context.StreamAsync<ReadLogs, LogLine>("workflow.logs", request, cancel: ended))
                {
                    failures = 0;
                    if (_seam.IsNew(line))
                    {
                        await context.Output.WriteLineAsync(text.Of(line), ended);
                    }
                }

                return;
            }
            catch (Fault broken) when (broken.Info.Code == FaultKind.Unavailable && ++failures < ClientContext.TriesMax)
            {
                await Task.Delay(Pause, context.Time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception over) when (over is OperationCanceledException or Fault)
            {
                // The run has ended, or its events say why it cannot be followed.
                return;
            }
        }
    }

    private async Task StopAsync()
    {
        try
        {
            await context.Output.NoteAsync("stopping; press Ctrl-C again to kill");
            await context.CallAsync<StopRun, RunsStopped>("workflow.stop", new StopRun(run.Workflow, run.Number));
        }
        catch (Exception failure) when (failure is Fault or OperationCanceledException)
        {
            await context.Output.NoteAsync($"the run could not be stopped: {failure.Message}");
        }
    }

    private async Task KillAsync()
    {
        // The command's own calls have ended; this one is made for it by the next engine client.
        var client = await context.ClientAsync(CancellationToken.None);
        var operation = WorkflowOperations.All.First(known => known.Name == "workflow.kill");
        var request = System.Text.Json.JsonSerializer.SerializeToElement(
            new KillRun(run.Workflow, run.Number), WorkflowJson.Default.KillRun);
        await client.CallAsync(operation, request, CancellationToken.None);
        throw new Fault(FaultKind.Cancelled, $"{run.Name} was killed.");
    }
}
