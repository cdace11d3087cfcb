using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Planning.Stored;

namespace Dxflow.Tests.Workflows.Compose.Containers;

/// <summary>A container's description as short text: what is not given is left out, names without quotes.</summary>
internal static partial class ContainerText
{
    public static string Show(ContainerSpec? container) => Show(container, PlanJson.Default.ContainerSpec);

    public static string Show(ProjectSpec? project) => Show(project, PlanJson.Default.ProjectSpec);

    private static string Show<T>(T? value, JsonTypeInfo<T> type)
        where T : class
    {
        var node = value is null ? null : JsonSerializer.SerializeToNode(value, type);
        return Quote().Replace(Given(node)?.ToJsonString(new JsonSerializerOptions
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }) ?? "", "");
    }

    private static JsonNode? Given(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                var given = map.Select(member => KeyValuePair.Create(member.Key, Given(member.Value)))
                    .Where(member => member.Value is not null && !IsDefault(member.Key, member.Value));
                return new JsonObject(given.ToList()) is { Count: > 0 } some ? some : null;
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Given(item))]);
            case JsonValue value when value.GetValueKind() == JsonValueKind.False:
                return null;
            default:
                return node?.DeepClone();
        }
    }

    private static bool IsDefault(string name, JsonNode value) => value.ToString() is var text
        && ((name is "pull" && text == "missing") || (name is "reference" && text.Length == 0));

    [GeneratedRegex("\"")]
    private static partial Regex Quote();
}
