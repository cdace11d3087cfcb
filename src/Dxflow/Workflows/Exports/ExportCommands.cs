using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Cli.Output;

namespace Dxflow.Workflows.Exports;

/// <summary><c>dxflow workflow export</c>: the document as YAML, and on standard error which variables it wants.</summary>
internal static class ExportCommands
{
    public static async Task<int> ExportAsync(ExportWorkflow request, ClientContext context)
    {
        context.InstantAllowed = true;
        var export = await context.CallAsync<ExportWorkflow, ExportedDocument>("workflow.export", request);
        if (export.Variables.Count > 0)
        {
            await context.Output.NoteAsync($"secrets are not exported; to create it again, set {string.Join(", ", export.Variables)}");
        }

        await (context.Output.IsForPeople
            ? context.Output.WriteAsync(YamlText.Of(export.Document), context.Interrupts.Ended)
            : context.Output.ShowAsync(WorkflowJson.Default.ExportedDocument, export, context.Interrupts.Ended));
        return 0;
    }
}
