using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Checks;

/// <summary>Compose keys that make no sense on a step, whatever runs it: a step runs to its end, once per slice.</summary>
internal static class StepKeyChecks
{
    private static readonly string[] Ignored = ["healthcheck", "post_start", "pre_stop", "stdin_open", "tty"];

    public static void Check(ServiceSpec step, Problems problems)
    {
        if (step.Restart is { Condition: not RestartCondition.No } restart)
        {
            problems.Error(restart.At, "a step runs to its end and is not restarted", "Remove `restart`, or write retry: 3 below x-step.");
        }

        if (step.Replicas is { Value: > 1 } replicas)
        {
            problems.Error(replicas.At, "a step has no replicas", "Remove it: a step with `each` runs once per element.");
        }

        foreach (var key in Ignored)
        {
            if (step.Node.TryGet(key, out var value) && value is not ScalarNode { Text: "false" or "" })
            {
                problems.Warn(value.At, $"`{key}` has no effect on a step", "Remove it.");
            }
        }
    }
}
