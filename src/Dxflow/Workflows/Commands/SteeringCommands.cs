using Dxflow.Surfaces.Cli;

namespace Dxflow.Workflows.Commands;

/// <summary>Pausing on a terminal: what is not as it was asked for is said beside the table.</summary>
internal static class SteeringCommands
{
    public static async Task<int> PauseAsync(PauseRun request, ClientContext context) =>
        await ShowAsync(await context.CallAsync<PauseRun, RunsPaused>("workflow.pause", request), context);

    public static async Task<int> UnpauseAsync(UnpauseRun request, ClientContext context) =>
        await ShowAsync(await context.CallAsync<UnpauseRun, RunsPaused>("workflow.unpause", request), context);

    private static async Task<int> ShowAsync(RunsPaused answer, ClientContext context)
    {
        if (context.Output.IsForPeople)
        {
            foreach (var warning in answer.Warnings)
            {
                await context.Output.NoteAsync($"warning: {warning}");
            }
        }

        await context.Output.ShowAsync(WorkflowJson.Default.RunsPaused, answer, context.Interrupts.Ended);
        return 0;
    }
}
