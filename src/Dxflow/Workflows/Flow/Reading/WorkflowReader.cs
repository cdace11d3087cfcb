using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Flow.Reading;

/// <summary>Reads <c>x-workflow</c>, with every problem in it.</summary>
internal static class WorkflowReader
{
    public static WorkflowSpec Read(Node? node, FlowReading reading)
    {
        if (node is null or ScalarNode { IsNull: true }
            || reading.Map(node, "`x-workflow`", FlowKeys.Workflow) is not { } map)
        {
            return WorkflowSpec.Empty;
        }

        var keys = reading.In(map);
        var defaults = keys["defaults"] is { } given ? reading.Map(given, "`defaults`", FlowKeys.Defaults) : null;
        MapReader? policy = defaults is null ? null : reading.In(defaults);
        return new WorkflowSpec(
            [.. reading.Named(keys["inputs"], "`inputs`").Select(entry => InputReader.OfWorkflow(entry, reading)).OfType<InputSpec>()],
            [.. reading.Named(keys["outputs"], "`outputs`").Select(
                entry => Output(entry, reading)).OfType<KeyValuePair<string, Placed<Template>>>()],
            policy is { } of ? PolicyReader.Read(of, reading) : PolicySpec.Empty,
            policy?.Text("runtime"),
            keys.Int("parallel", 1)?.Value,
            PolicyReader.Positive(keys, "timeout", reading),
            keys.Bool("fail_fast")?.Value ?? false,
            keys.Text("on_exit"));
    }

    private static KeyValuePair<string, Placed<Template>>? Output(MapEntry entry, FlowReading reading) =>
        reading.Template(entry.Value, $"the output `{entry.Key.Text}`") is { } value ? new(entry.Key.Text, value) : null;
}
