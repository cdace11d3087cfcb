using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Checks;

/// <summary>What <c>depends_on</c> alone can get wrong: a service that is not there, itself, a circle, health that nobody checks.</summary>
internal static class DependencyChecks
{
    private const int NamesShownMax = 20;

    public static void Check(IReadOnlyList<ServiceSpec> services, Problems problems)
    {
        var index = new Dictionary<string, int>(services.Count, StringComparer.Ordinal);
        for (var i = 0; i < services.Count; i++)
        {
            index[services[i].Name] = i;
        }

        var edges = new List<IReadOnlyList<int>>(services.Count);
        foreach (var service in services)
        {
            edges.Add(Targets(service, services, index, problems));
        }

        foreach (var cycle in CycleFinder.Find(edges))
        {
            Report([.. cycle.Select(i => services[i])], problems);
        }
    }

    private static List<int> Targets(
        ServiceSpec service, IReadOnlyList<ServiceSpec> services, Dictionary<string, int> index, Problems problems)
    {
        var targets = new List<int>();
        foreach (var dependency in service.DependsOn)
        {
            if (dependency.Service == service.Name)
            {
                problems.Error(dependency.At, $"`{service.Name}` depends on itself", "Remove the line.");
            }
            else if (index.TryGetValue(dependency.Service, out var target))
            {
                targets.Add(target);
                CheckCondition(service, dependency, services[target], problems);
            }
            else if (dependency.Required)
            {
                problems.Error(
                    dependency.At,
                    $"`{service.Name}` depends on `{dependency.Service}`, which is no service of this document",
                    NameHint.For(dependency.Service, index.Keys, problems, "Add the service, or write required: false."));
            }
        }

        return targets;
    }

    private static void CheckCondition(ServiceSpec service, DependencySpec dependency, ServiceSpec target, Problems problems)
    {
        if (service.IsStep && target.IsStep && !dependency.ConditionWritten)
        {
            problems.Error(
                dependency.At,
                $"the short form waits only until `{target.Name}` has started, not until it is done",
                $"Write needs: [{target.Name}] below x-step, or the long form with a condition.");
        }
        else if (dependency.Condition == DependencyCondition.Healthy && target.IsStep)
        {
            problems.Error(
                dependency.At, $"`{target.Name}` is a step and never becomes healthy", "Write condition: service_completed_successfully.");
        }
        else if (dependency.Condition == DependencyCondition.Healthy && !HasHealth(target))
        {
            problems.Error(
                dependency.At,
                $"`{target.Name}` has no health check, so it never becomes healthy",
                $"Give `{target.Name}` a healthcheck, or write condition: service_started.");
        }
    }

    // An image may bring a check of its own.
    private static bool HasHealth(ServiceSpec target) => target.Healthcheck is { } check
        ? !check.Disabled && (check.Test.Count > 0 || target.Image is not null || target.Build is not null)
        : target.Image is not null || target.Build is not null;

    private static void Report(IReadOnlyList<ServiceSpec> cycle, Problems problems)
    {
        var next = cycle[1 % cycle.Count].Name;
        var at = cycle[0].DependsOn.First(dependency => dependency.Service == next).At;
        var names = cycle.Take(NamesShownMax).Select(service => service.Name).ToList();
        var more = cycle.Count > NamesShownMax ? $" → … ({cycle.Count - NamesShownMax} more)" : "";
        problems.Error(
            at,
            $"services wait for each other: {string.Join(" → ", names)}{more} → {cycle[0].Name}",
            "Remove one of the dependencies.");
    }
}
