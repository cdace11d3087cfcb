using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Foundation.Values;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Stored;

/// <summary>
/// The container parts of a plan as they may be shown: secrets' contents, values with a secret's name (variables, arguments, options), and
/// wherever else these texts stand. It goes over the stored form, so that no member can be forgotten.
/// </summary>
internal static class ContainerRedaction
{
    /// <summary>Members whose names are the user's own.</summary>
    private static readonly HashSet<string> Named = new(StringComparer.Ordinal)
    {
        "annotations", "args", "auxAddresses", "driverOptions", "environment", "labels", "options", "storageOptions", "sysctls",
    };

    public static IEnumerable<string> SecretsOf(RunPlan plan) => plan.Nodes.Select(node => node.Container).OfType<ContainerSpec>()
        .SelectMany(container => (container.Files ?? []).Concat(container.Image.Build?.Secrets ?? [])
            .Where(file => file.Secret).Select(file => file.Content).OfType<string>()
            .Concat(Values(JsonSerializer.SerializeToNode(container, PlanJson.Default.ContainerSpec))))
        .Concat(plan.Project is null ? [] : Values(JsonSerializer.SerializeToNode(plan.Project, PlanJson.Default.ProjectSpec)));

    public static ContainerSpec Of(ContainerSpec container, SecretMask secrets)
    {
        // Words of closed lists are no texts of the user, and would be none of the list once masked.
        var node = JsonSerializer.SerializeToNode(container, PlanJson.Default.ContainerSpec)!;
        var image = node["image"]!.AsObject();
        image.Remove("pull");
        image.Remove("refreshAfter");
        var shown = Masked(node, secrets, PlanJson.Default.ContainerSpec);
        return shown with { Image = shown.Image with { Pull = container.Image.Pull, RefreshAfter = container.Image.RefreshAfter } };
    }

    public static ProjectSpec Of(ProjectSpec project, SecretMask secrets) =>
        Masked(JsonSerializer.SerializeToNode(project, PlanJson.Default.ProjectSpec)!, secrets, PlanJson.Default.ProjectSpec);

    private static T Masked<T>(JsonNode node, SecretMask secrets, JsonTypeInfo<T> type)
    {
        Hide(node);
        return JsonSerializer.Deserialize(secrets.Of(node)!, type)!;
    }

    private static void Hide(JsonNode? node)
    {
        foreach (var map in Maps(node))
        {
            if (map["secret"] is JsonValue secret && secret.GetValueKind() == JsonValueKind.True && map["content"] is not null)
            {
                map["content"] = FlowJson.Masked;
            }
        }

        foreach (var (map, name, _) in Secret(node).ToList())
        {
            map[name] = FlowJson.Masked;
        }
    }

    private static IEnumerable<string> Values(JsonNode? node) => Secret(node).Select(found => found.Value);

    private static IEnumerable<(JsonObject Map, string Name, string Value)> Secret(JsonNode? node) => Maps(node)
        .SelectMany(map => map.Where(member => Named.Contains(member.Key)).Select(member => member.Value).OfType<JsonObject>())
        .SelectMany(map => map.Where(member => SecretNames.Match(member.Key) && member.Value is JsonValue value
            && value.GetValueKind() == JsonValueKind.String).Select(member => (map, member.Key, member.Value!.GetValue<string>())));

    private static IEnumerable<JsonObject> Maps(JsonNode? node) => node switch
    {
        JsonObject map => map.Select(member => member.Value).SelectMany(Maps).Prepend(map),
        JsonArray list => list.SelectMany(Maps),
        _ => [],
    };
}
