using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow;

namespace Dxflow.Workflows.Planning.Building;

/// <summary>What a node waits for by name: <c>depends_on</c>, and for a step <c>needs</c>.</summary>
internal static class WaitBuilder
{
    public static void Add(ServiceSpec service, PlanContext context, EdgeCollector edges)
    {
        foreach (var dependency in service.DependsOn)
        {
            if (IsLast(dependency.Service, service.Name, dependency.At, context) || context.IndexOf(dependency.Service) is not { } node)
            {
                continue;
            }

            // Between steps a completed dependency is a need: run_if judges it.
            var condition = dependency.Condition == DependencyCondition.Succeeded && service.IsStep && context.Enabled[node].IsStep
                ? DependencyCondition.Final : dependency.Condition;
            edges.Add(node, condition, dependency.Required, dependency.At, "depends_on", dependency.Restart);
        }

        foreach (var need in context.Flow.Steps.TryGetValue(service.Name, out var step) ? step.Needs : [])
        {
            AddNeed(service, need, context, edges);
        }
    }

    private static void AddNeed(ServiceSpec service, Placed<string> need, PlanContext context, EdgeCollector edges)
    {
        var name = need.Value;
        if (name == service.Name)
        {
            context.Problems.Error(need.At, $"`{name}` needs itself", "Remove it.");
        }
        else if (context.Symbols.DisabledNodes.Contains(name))
        {
            context.Problems.Error(need.At, $"`{service.Name}` needs `{name}`, which no active profile enables",
                "Add --profile, or remove its `profiles`.");
        }
        else if (context.IndexOf(name) is not { } node)
        {
            var near = context.Symbols.Nodes.Values.Where(symbol => symbol.Kind != NodeKind.Service).Select(symbol => symbol.Name);
            context.Problems.Error(need.At, $"`{service.Name}` needs `{name}`, which is no step{NearestName.Hint(name, near)}",
                "Name a step of this document.");
        }
        else if (context.Symbols.Nodes[name].Kind == NodeKind.Service)
        {
            context.Problems.Error(
                need.At, $"`{service.Name}` needs `{name}`, which is a service and does not end by itself",
                $"Write depends_on: {{ {name}: {{ condition: service_started }} }}, or give `{name}` an `x-step`.");
        }
        else if (!IsLast(name, service.Name, need.At, context))
        {
            edges.Add(node, DependencyCondition.Final, required: true, need.At, "needs");
        }
    }

    private static bool IsLast(string name, string reader, Place at, PlanContext context)
    {
        if (name != context.Symbols.OnExit)
        {
            return false;
        }

        context.Problems.Error(at, $"`{reader}` waits for `{name}`, which is `on_exit` and runs after everything else",
            "Remove one of the two.");
        return true;
    }
}
