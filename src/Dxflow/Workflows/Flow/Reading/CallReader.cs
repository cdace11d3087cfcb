using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Steps;

namespace Dxflow.Workflows.Flow.Reading;

/// <summary>Reads <c>workflow</c> and <c>with</c> of a step, and refuses what stands beside them and would be of no use.</summary>
internal static class CallReader
{
    private const string Fix = "Remove it, or write it in the document that is called.";

    /// <summary>Keys of Compose that say something of a step which runs nothing itself.</summary>
    private static readonly string[] Beside = ["depends_on", "extends", "profiles", "x-step"];

    public static CallSpec? Read(MapNode? step, ServiceSpec service, FlowReading reading)
    {
        if (step is null)
        {
            return null;
        }

        var keys = reading.In(step);
        if (keys["workflow"] is null)
        {
            if (keys["with"] is { } with)
            {
                reading.Problems.Error(with.At, "`with` stands without `workflow`", "Write workflow: ./FILE.yaml, or `inputs`.");
            }

            return null;
        }

        foreach (var (key, _) in step.Entries.Where(
            entry => FlowKeys.Step.Contains(entry.Key.Text) && !FlowKeys.Call.Contains(entry.Key.Text)))
        {
            reading.Problems.Error(key.At, $"`{key.Text}` stands beside `workflow`, which has its own", Fix);
        }

        foreach (var (key, _) in service.Node.Entries.Where(
            entry => !Beside.Contains(entry.Key.Text) && !entry.Key.Text.StartsWith("x-", StringComparison.Ordinal)))
        {
            reading.Problems.Error(key.At, $"`{key.Text}` has no effect on `{service.Name}`, which calls a workflow", Fix);
        }

        return keys.Text("workflow") is { } workflow
            ? new CallSpec(workflow, [.. reading.Named(keys["with"], "`with`")])
            : null;
    }
}
