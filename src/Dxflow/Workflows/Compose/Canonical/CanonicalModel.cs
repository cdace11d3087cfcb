using Dxflow.Workflows.Compose.Checks;
using Dxflow.Workflows.Compose.Including;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Compose.Variables;
using System.Text.Json.Nodes;

namespace Dxflow.Workflows.Compose.Canonical;

/// <summary>
/// A document as one file that says it in full, as <c>docker compose config</c> shows it: all files merged, variables resolved, long
/// forms, absolute paths, durations and sizes in one way, the services that take part, keys in order; keys of ours are kept.
/// It holds secrets as the document does. Made of a document without errors; it is itself such a document and gives itself again.
/// An exact one is for making the same plan elsewhere: it keeps the order, which the nodes of a plan have, and adds nothing that is so by
/// itself (the default network, names that follow the project's).
/// </summary>
internal static class CanonicalModel
{
    private static readonly string[] Resources = ["networks", "volumes", "configs", "secrets"];

    public static JsonObject Of(ComposeReading reading, bool exact = false)
    {
        // What is wrong has been said: this walk repeats it into nowhere.
        var problems = new Problems();
        var interpolation = new Interpolation(reading.Interpolation.Variable, problems);
        var values = new ModelValues(interpolation, exact);
        var scope = new FileScope(reading.Spec.ProjectDirectory, reading.Interpolation.Variable);
        var root = new Localizer(interpolation, reading.Source).Whole(reading.Root, scope);
        var context = new ReadingContext(interpolation, reading.Source, problems);
        var services = ProfileSelection.Select(Again(root, reading.Spec, context), [], problems);
        var shown = new ModelService(interpolation, values);
        var model = new JsonObject
        {
            ["name"] = reading.Spec.Name.Value,
            ["services"] = values.Ordered(services.Select(service => KeyValuePair.Create(service.Name, (JsonNode?)shown.Of(service)))),
        };
        foreach (var kind in Resources)
        {
            if (Declared(kind, reading.Spec, services, values, root) is { Count: > 0 } declared)
            {
                model[kind] = declared;
            }
        }

        foreach (var entry in root.Entries.Where(static entry => entry.Key.Text.StartsWith("x-", StringComparison.Ordinal))
            .OrderBy(static entry => entry.Key.Text, StringComparer.Ordinal))
        {
            model[entry.Key.Text] = values.Free(entry.Value);
        }

        return model;
    }

    // The services once more, of the tree whose paths are absolute.
    private static ComposeSpec Again(MapNode root, ComposeSpec spec, ReadingContext context) => spec with
    {
        Services = [.. ((MapNode)root["services"]!).Entries.Select(
            entry => Services.ServiceReader.Read(entry.Key, entry.Value, context)).OfType<ServiceSpec>()],
    };

    private static JsonObject Declared(
        string kind, ComposeSpec spec, IReadOnlyList<ServiceSpec> services, ModelValues values, MapNode root)
    {
        var resources = kind switch
        {
            "networks" => spec.Networks,
            "volumes" => spec.Volumes,
            "configs" => spec.Configs,
            _ => spec.Secrets,
        };
        var all = resources.ToDictionary(
            static resource => resource.Name,
            resource => (JsonNode?)One(
                resource,
                values.IsExact ? null : spec.Name.Value,
                values.Of(((MapNode)root[kind]!)[resource.Name]!, ModelForms.Document.Below(kind)!.Items)));
        if (kind == "networks" && !values.IsExact && services.Any(static service => service.NetworkMode is null
            && (service.Networks.Count == 0 || service.Networks.Any(static network => network.Value == "default"))))
        {
            all.TryAdd("default", new JsonObject { ["name"] = $"{spec.Name.Value}_default" });
        }

        return values.Ordered(all);
    }

    private static JsonObject One(ResourceSpec resource, string? project, JsonNode? written)
    {
        var shown = written is JsonObject map
            ? map.ToDictionary(static entry => entry.Key, static entry => entry.Value?.DeepClone())
            : [];
        shown.Remove("external");
        if (resource.External)
        {
            shown["external"] = true;
        }

        if (project is not null || resource.Given is not null)
        {
            shown["name"] = resource.Given is { } given ? ModelValues.Text(given.Value)
                : resource.External ? resource.Name : $"{project}_{resource.Name}";
        }

        return ModelValues.Sorted(shown);
    }
}
