using System.Text.Json.Nodes;
using Dxflow.Workflows.Compose.Merging;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Compose.Variables;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Canonical;

/// <summary>One service in its canonical form: what the typed reader understood where there is more than one way to say it.</summary>
internal sealed class ModelService(Interpolation interpolation, ModelValues values)
{
    private const string DefaultNetwork = "default";

    private readonly ModelMounts _mounts = new(values);
    private readonly PairForms _forms = new(interpolation);

    public JsonObject Of(ServiceSpec service)
    {
        var shown = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var (key, value) in service.Node.Entries)
        {
            var below = ModelForms.Service.Below(key.Text);
            if (below?.Value != ModelForm.Left && value is not ScalarNode { IsNull: true })
            {
                shown[key.Text] = key.Text.StartsWith("x-", StringComparison.Ordinal)
                    ? values.Free(value, inStep: key.Text == "x-step")
                    : Known(key.Text, value, service) ?? values.Of(value, below);
            }
            else if (key.Text == "x-step")
            {
                shown[key.Text] = null;
            }
        }

        if (service.Environment.Count > 0 || shown.ContainsKey("environment"))
        {
            shown["environment"] = Environment(service);
        }

        if (service.Labels.Count > 0)
        {
            shown["labels"] = Map(service.Labels, service.IsStep);
        }

        if (!values.IsExact && service.NetworkMode is null && service.Networks.Count == 0)
        {
            shown["networks"] = new JsonObject { [DefaultNetwork] = null };
        }

        return ModelValues.Sorted(shown);
    }

    private JsonNode? Known(string key, Node value, ServiceSpec service) => key switch
    {
        "build" => Build(value),
        "command" => Words(service.Command, service.IsStep),
        "entrypoint" => Words(service.Entrypoint, service.IsStep),
        "working_dir" => service.WorkingDirectory is { } directory ? ModelValues.Text(directory.Value, service.IsStep) : null,
        "depends_on" => Dependencies(service),
        "healthcheck" when value is MapNode map => Healthcheck(map),
        "ports" => _mounts.Ports(service),
        "volumes" => _mounts.Volumes(service),
        "configs" when value is ListNode list => _mounts.Grants(list, "/"),
        "secrets" when value is ListNode list => _mounts.Grants(list, "/run/secrets/"),
        _ => null,
    };

    private static JsonArray? Words(CommandSpec? command, bool inStep) =>
        command is null ? null : new JsonArray([.. command.Arguments.Select(word => ModelValues.Text(word.Value, inStep))]);

    private JsonObject Map(IReadOnlyDictionary<string, Placed<Template>> pairs, bool inStep) => values.Ordered(
        pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)ModelValues.Text(pair.Value.Value, inStep))));

    /// <summary>With the files' variables; a name that nothing gives a value stays, as Compose shows it.</summary>
    private JsonObject Environment(ServiceSpec service)
    {
        var shown = Map(service.Environment, service.IsStep).ToDictionary(static pair => pair.Key, static pair => pair.Value?.DeepClone());
        foreach (var entry in !values.IsExact && service.Node["environment"] is { } node ? _forms.Pairs(node)?.Entries ?? [] : [])
        {
            shown.TryAdd(entry.Key.Text, null);
        }

        return values.Ordered(shown);
    }

    private JsonObject? Build(Node value)
    {
        var shown = value is ScalarNode ? new JsonObject { ["context"] = values.Of(value, null) }
            : values.Of(value, ModelForms.Service.Below("build")) as JsonObject;
        if (shown is not null && !shown.ContainsKey("dockerfile") && !shown.ContainsKey("dockerfile_inline"))
        {
            shown["dockerfile"] = "Dockerfile";
        }

        return shown is null ? null
            : ModelValues.Sorted(shown.ToList().Select(static entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
    }

    private JsonObject Dependencies(ServiceSpec service) => values.Ordered(service.DependsOn.Select(static dependency =>
    {
        var shown = new JsonObject
        {
            ["condition"] = dependency.Condition switch
            {
                DependencyCondition.Healthy => "service_healthy",
                DependencyCondition.Succeeded => "service_completed_successfully",
                _ => "service_started",
            },
            ["required"] = dependency.Required,
        };
        if (dependency.Restart)
        {
            shown["restart"] = true;
        }

        return KeyValuePair.Create(dependency.Service, (JsonNode?)shown);
    }));

    private JsonNode? Healthcheck(MapNode map)
    {
        var shown = values.Of(map, ModelForms.Service.Below("healthcheck"));
        if (shown is JsonObject check && map["test"] is ScalarNode { IsNull: false } line)
        {
            check["test"] = new JsonArray("CMD-SHELL", values.Of(line, null));
        }

        return shown;
    }
}
