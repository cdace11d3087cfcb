using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Compose.Variables;

namespace Dxflow.Workflows.Compose.Checks;

/// <summary>Names that a service uses and the document's top level does not declare: networks, volumes, configs, secrets.</summary>
internal static class NameChecks
{
    private const string DefaultNetwork = "default";

    public static void Check(ComposeSpec spec, ReadingContext context)
    {
        var networks = Names(spec.Networks);
        var volumes = Names(spec.Volumes);
        var configs = Names(spec.Configs);
        var secrets = Names(spec.Secrets);
        foreach (var service in spec.Services)
        {
            foreach (var network in service.Networks.Where(network => network.Value != DefaultNetwork))
            {
                Declared(network, networks, "networks", service, context.Problems);
            }

            foreach (var mount in service.Volumes.Where(mount => mount.Value is { Type: "volume", Source: not null }))
            {
                Declared(new Placed<string>(mount.Value.Source!, mount.At), volumes, "volumes", service, context.Problems);
            }

            CheckGranted(service, "configs", configs, context);
            CheckGranted(service, "secrets", secrets, context);
            if (service is { NetworkMode: { } mode, Networks.Count: > 0 })
            {
                context.Error(mode.At, "`network_mode` and `networks` exclude each other", "Keep one of the two.");
            }
        }
    }

    private static void CheckGranted(ServiceSpec service, string key, HashSet<string> declared, ReadingContext context)
    {
        if (service.Node[key] is not ListNode list)
        {
            return;
        }

        foreach (var item in list.Items)
        {
            var name = item is MapNode map ? map["source"] : item;
            if (name is ScalarNode scalar)
            {
                Declared(new Placed<string>(context.Interpolation.ToText(scalar), scalar.At), declared, key, service, context.Problems);
            }
        }
    }

    private static HashSet<string> Names(IReadOnlyList<ResourceSpec> resources) =>
        resources.Select(resource => resource.Name).ToHashSet(StringComparer.Ordinal);

    private static void Declared(Placed<string> name, HashSet<string> declared, string key, ServiceSpec service, Problems problems)
    {
        if (!declared.Contains(name.Value))
        {
            problems.Error(
                name.At,
                $"`{service.Name}` uses `{ReadingContext.Short(name.Value)}`, which the top-level `{key}` does not have",
                NameHint.For(name.Value, declared, problems, $"Add it below `{key}:` at the top level."));
        }
    }
}
