using Dxflow.Foundation.Values;
using Dxflow.Surfaces.Cli;
using Dxflow.Workflows.Compose.Sources;

namespace Dxflow.Workflows.Commands;

/// <summary>
/// <c>dxflow workflow build</c> and <c>pull</c>: what is told goes to standard error as it comes, the images' ids are the answer. Where
/// progress is counted in bytes only its changes of state are told.
/// </summary>
internal static class ImageCommands
{
    /// <summary>A file is kept as a workflow first, as <c>dxflow run</c> does.</summary>
    public static async Task<string> NameAsync(string name, string? runtime, ClientContext context)
    {
        context.InstantAllowed = true;
        if (!File.Exists(name))
        {
            return name;
        }

        var (bundle, _, _) = DocumentCommands.Read([name], new DocumentChoices(), context, runtime);
        return (await context.CallAsync<CreateWorkflow, WorkflowCreated>(
            "workflow.create", new CreateWorkflow(bundle, null, Replace: true))).Name;
    }

    public static async Task<int> ShowAsync<T>(string operation, T request, ClientContext context)
        where T : class
    {
        var states = new Dictionary<(string, string?), string>();
        var isFailed = false;
        await foreach (var record in context.StreamAsync<T, WorkflowImage>(operation, request))
        {
            isFailed |= record is { Part: "failed" };
            if (!context.Output.IsForPeople)
            {
                await context.Output.ShowItemAsync(WorkflowJson.Default.WorkflowImage, record, context.Interrupts.Ended);
            }
            else if (record.Image is { } made)
            {
                await context.Output.WriteLineAsync($"{record.Service} {made}", context.Interrupts.Ended);
            }
            else if (record.Part is null || states.GetValueOrDefault((record.Service, record.Part)) != record.Text)
            {
                var part = record.Part is null ? "" : $"{VisibleText.Of(record.Part)} ";
                await context.Output.NoteAsync($"{record.Service}  {part}{VisibleText.Of(record.Text)}");
                states[(record.Service, record.Part)] = record.Text;
            }
        }

        return isFailed ? 1 : 0;
    }
}
