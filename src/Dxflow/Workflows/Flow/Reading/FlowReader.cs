using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Steps;

namespace Dxflow.Workflows.Flow.Reading;

/// <summary>
/// Reads our keys of a document that Compose's were read of. It asks the document's source for script files, so a client that
/// gathers a bundle has to call it too.
/// </summary>
internal static class FlowReader
{
    public static FlowSpec Read(ComposeReading reading)
    {
        var flow = new FlowReading(reading);
        if (reading.Spec.Workflows is { } node && flow.Plain.Map(node, "`x-workflows`") is { } called)
        {
            foreach (var (name, document) in called.Entries)
            {
                flow.Map(document, $"the workflow `{name.Text}`", FlowKeys.Called);
            }
        }

        var workflow = WorkflowReader.Read(reading.Spec.Workflow, flow);
        var steps = reading.Spec.Services.Where(service => service.IsStep)
            .ToDictionary(service => service.Name, service => StepReader.Read(service, flow), StringComparer.Ordinal);
        return new FlowSpec(workflow, steps);
    }
}
