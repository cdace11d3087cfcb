using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Output;

namespace Dxflow.Workflows.Reusing;

/// <summary>What is taken over from an earlier run, and what runs again.</summary>
internal static class ReuseCommands
{
    public static async Task<int> RetryAsync(RetryRun request, ClientContext context) => await WorkflowCommands.StartedAsync(
        await context.CallAsync<RetryRun, RunStartedInfo>("workflow.retry", request), context);

    /// <summary>A plan; of one that takes over from an earlier run people see what of it.</summary>
    public static async Task<int> ShowAsync(WorkflowPlanInfo plan, ClientContext context)
    {
        await WorkflowCommands.WarnAsync(context, plan.Warnings);
        await (plan.Planned is { } planned && context.Output.Form is not (OutputForm.Json or OutputForm.Yaml)
            ? context.Output.ShowAsync(WorkflowJson.Default.ReusePlanned, new ReusePlanned(planned), context.Interrupts.Ended)
            : context.Output.ShowAsync(WorkflowJson.Default.WorkflowPlanInfo, plan, context.Interrupts.Ended));
        return 0;
    }
}
