namespace Dxflow.Sdk.Flows.Runs;

/// <summary>A run of a flow that has been started.</summary>
public sealed class FlowRun
{
    private const int TriesMax = 8;

    private readonly DxflowClient _engine;
    private readonly Flow _flow;

    internal FlowRun(DxflowClient engine, Flow flow, RunInfo info, IReadOnlyList<Problem> warnings) =>
        (_engine, _flow, Info, Warnings) = (engine, flow, info, warnings);

    /// <summary>The run, as it was when it began.</summary>
    public RunInfo Info { get; }

    /// <summary>What the engine had to say about the document.</summary>
    public IReadOnlyList<Problem> Warnings { get; }

    /// <summary>Waits for the end. A connection that breaks is made anew, and goes on after the last change that was seen.</summary>
    /// <param name="seen">Told of every change, in order, each once.</param>
    /// <param name="cancel">Ends the waiting; the run goes on.</param>
    public async Task<FlowResult> EndAsync(Action<RunEventInfo>? seen = null, CancellationToken cancel = default)
    {
        var (last, tries) = (0L, 0);
        while (true)
        {
            try
            {
                var events = new ReadEvents(Info.Workflow, Info.Number, Follow: true);
                await foreach (var change in _engine.Workflow.EventsAsync(events, last, cancel))
                {
                    (last, tries) = (change.Sequence, 0);
                    seen?.Invoke(change);
                }

                return await ResultAsync(cancel);
            }
            catch (DxflowException cut) when (cut.Code == "unavailable" && ++tries < TriesMax)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 << tries), cancel);
            }
        }
    }

    private async Task<FlowResult> ResultAsync(CancellationToken cancel)
    {
        var run = (await _engine.Workflow.ShowAsync(new ShowWorkflow(Info.Workflow, Info.Number), cancel)).Run!;
        var why = run.State == RunStatusValues.Failed
            ? await _engine.Workflow.WhyAsync(new WhyRun(Info.Workflow, Run: Info.Number), cancel)
            : null;
        var outputs = await _engine.Workflow.OutputsAsync(new ReadOutputs(Info.Workflow, Info.Number), cancel);
        return new FlowResult(_engine, _flow, run, why, outputs.Values);
    }
}
