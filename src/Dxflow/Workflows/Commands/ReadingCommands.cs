using Dxflow.Surfaces.Cli;

namespace Dxflow.Workflows.Commands;

/// <summary>What a run wrote, did, gave and why it failed, as people read it; the other forms are the derived ones.</summary>
internal static class ReadingCommands
{
    public static async Task<int> LogsAsync(ReadLogs request, ClientContext context)
    {
        context.InstantAllowed = true;
        using var watch = context.WatchOutput();
        var zone = context.Output.Form == OutputForm.Wide ? context.Time.LocalTimeZone : null;
        var text = new LogText(request.Steps is not [_], context.Output.Paint.Colour, zone, request.Timestamps);
        if (context.Output.IsForPeople)
        {
            var joined = request with { Joined = true };
            await context.Output.WriteLinesAsync(
                cancel => context.StreamAsync<ReadLogs, LogLine>("workflow.logs", joined, cancel: cancel).Select(text.Of),
                context.Interrupts.Ended);
            return 0;
        }

        await foreach (var line in context.StreamAsync<ReadLogs, LogLine>("workflow.logs", request))
        {
            await context.Output.ShowItemAsync(WorkflowJson.Default.LogLine, line, context.Interrupts.Ended);
        }

        return 0;
    }

    public static async Task<int> EventsAsync(ReadEvents request, ClientContext context)
    {
        context.InstantAllowed = true;
        using var watch = context.WatchOutput();
        var (text, isTable, begun) = (new EventText(context.Time.LocalTimeZone), context.Output.Form == OutputForm.Table, false);
        await foreach (var change in context.StreamAsync<ReadEvents, RunEventInfo>("workflow.events", request))
        {
            if (isTable && !begun)
            {
                await context.Output.WriteLineAsync(text.Heading, context.Interrupts.Ended);
                begun = true;
            }

            await (isTable
                ? context.Output.WriteLineAsync(text.Of(change), context.Interrupts.Ended)
                : context.Output.ShowItemAsync(WorkflowJson.Default.RunEventInfo, change, context.Interrupts.Ended));
        }

        return 0;
    }

    public static async Task<int> OutputsAsync(ReadOutputs request, ClientContext context)
    {
        context.InstantAllowed = true;
        var outputs = await context.CallAsync<ReadOutputs, Outputs>("workflow.outputs", request);
        await (context.Output.Form == OutputForm.Table
            ? context.Output.WriteAsync(new OutputText(await context.IsElsewhereAsync()).All(outputs), context.Interrupts.Ended)
            : context.Output.ShowAsync(WorkflowJson.Default.Outputs, outputs, context.Interrupts.Ended));
        return 0;
    }

    /// <summary>Rows of slices are called as their keys: of a step that was asked for, its name would stand in each.</summary>
    public static async Task<int> StepsAsync(ListSteps request, ClientContext context)
    {
        context.InstantAllowed = true;
        var steps = await context.CallAsync<ListSteps, StepList>("workflow.steps", request);
        var shown = context.Output.Form == OutputForm.Table
            ? steps with { Items = [.. steps.Items.Select(static row => row with { Name = row.Key ?? row.Name, Key = null })] } : steps;
        await context.Output.ShowAsync(WorkflowJson.Default.StepList, shown, context.Interrupts.Ended);
        return 0;
    }

    public static async Task<int> WhyAsync(WhyRun request, ClientContext context)
    {
        context.InstantAllowed = true;
        var why = await context.CallAsync<WhyRun, Why>("workflow.why", request);
        await (context.Output.IsForPeople
            ? context.Output.WriteAsync(
                new WhyCommands(context.Terminal.Facts.Columns, context.Output.Paint).Of(why), context.Interrupts.Ended)
            : context.Output.ShowAsync(WorkflowJson.Default.Why, why, context.Interrupts.Ended));
        return 0;
    }

    public static async Task<int> WaitAsync(WaitForRun request, ClientContext context)
    {
        var run = await context.CallAsync<WaitForRun, RunInfo>("workflow.wait", request);
        await context.Output.ShowAsync(WorkflowJson.Default.RunInfo, run, context.Interrupts.Ended);
        return RunCommands.ExitOf(run.State);
    }
}
