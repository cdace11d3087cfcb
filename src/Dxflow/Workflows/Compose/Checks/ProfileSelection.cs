using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Checks;

/// <summary>
/// Which services take part, as Compose decides it: those without profiles, those with an active one (<c>*</c> is every one), and
/// those named explicitly with the profiles they carry. A required dependency on a service that does not take part is a problem.
/// </summary>
internal static class ProfileSelection
{
    private const string Every = "*";

    /// <summary>The enabled services in document order; <paramref name="named"/> alone with what they need, if there are any.</summary>
    public static IReadOnlyList<ServiceSpec> Select(ComposeSpec spec, IReadOnlyCollection<string> named, Problems problems)
    {
        var services = spec.Services.ToDictionary(service => service.Name, StringComparer.Ordinal);
        var active = spec.ActiveProfiles.ToHashSet(StringComparer.Ordinal);
        var chosen = new List<ServiceSpec>();
        foreach (var name in named)
        {
            if (services.TryGetValue(name, out var service))
            {
                chosen.Add(service);
                active.UnionWith(service.Profiles.Select(profile => profile.Value));
            }
            else
            {
                problems.Error(
                    default,
                    $"`{name}` is no service of this document",
                    NameHint.For(name, services.Keys, problems, "Name one of its services."));
            }
        }

        var enabled = spec.Services
            .Where(service => IsEnabled(service, active) || named.Contains(service.Name))
            .ToDictionary(service => service.Name, StringComparer.Ordinal);
        var reached = named.Count == 0 ? enabled.Keys.ToHashSet(StringComparer.Ordinal) : Reach(chosen, enabled);
        foreach (var service in spec.Services.Where(service => reached.Contains(service.Name)))
        {
            CheckDependencies(service, services, enabled, problems);
        }

        return [.. spec.Services.Where(service => reached.Contains(service.Name))];
    }

    private static bool IsEnabled(ServiceSpec service, HashSet<string> active) =>
        service.Profiles.Count == 0 || active.Contains(Every) || service.Profiles.Any(profile => active.Contains(profile.Value));

    private static HashSet<string> Reach(IReadOnlyList<ServiceSpec> chosen, Dictionary<string, ServiceSpec> enabled)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<ServiceSpec>(chosen);
        while (open.TryPop(out var service))
        {
            if (!reached.Add(service.Name))
            {
                continue;
            }

            foreach (var dependency in service.DependsOn)
            {
                if (enabled.TryGetValue(dependency.Service, out var needed))
                {
                    open.Push(needed);
                }
            }
        }

        return reached;
    }

    private static void CheckDependencies(
        ServiceSpec service, Dictionary<string, ServiceSpec> services, Dictionary<string, ServiceSpec> enabled, Problems problems)
    {
        foreach (var dependency in service.DependsOn)
        {
            if (dependency.Required && services.TryGetValue(dependency.Service, out var target) && !enabled.ContainsKey(target.Name))
            {
                problems.Error(
                    dependency.At,
                    $"`{service.Name}` depends on `{target.Name}`, which none of the active profiles enables",
                    $"Add --profile {target.Profiles[0].Value}, or write required: false.");
            }
        }
    }
}
