using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Services;

/// <summary><c>depends_on</c>: a list of names ("started"), or a map with a condition for each.</summary>
internal static class DependencyReader
{
    private static readonly Dictionary<string, DependencyCondition> Conditions = new(StringComparer.Ordinal)
    {
        ["service_started"] = DependencyCondition.Started,
        ["service_healthy"] = DependencyCondition.Healthy,
        ["service_completed_successfully"] = DependencyCondition.Succeeded,
    };

    public static IReadOnlyList<DependencySpec> Read(MapReader service, ReadingContext context)
    {
        switch (service["depends_on"])
        {
            case MapNode map:
                return [.. map.Entries.Select(entry => ReadLong(entry, context))];
            case ListNode:
                var names = service.Texts("depends_on");
                return [.. names.DistinctBy(name => name.Value).Select(
                    name => new DependencySpec(
                        name.Value, DependencyCondition.Started, ConditionWritten: false, Required: true, Restart: false, name.At))];
            case { } other:
                context.Error(
                    other.At,
                    $"`depends_on` must be a list or a map, and this is {other.Kind}",
                    "Write [name], or `name: { condition: … }` lines.");
                return [];
            default:
                return [];
        }
    }

    private static DependencySpec ReadLong(MapEntry entry, ReadingContext context)
    {
        var name = entry.Key.Text;
        var condition = DependencyCondition.Started;
        if (context.Map(entry.Value, $"`{name}` in `depends_on`") is not { } map)
        {
            return new DependencySpec(name, condition, ConditionWritten: true, Required: true, Restart: false, entry.Key.At);
        }

        context.CheckKeys(map, KnownKeys.Dependency, "an entry of `depends_on`");
        var reader = new MapReader(map, context);
        var written = reader.Text("condition");
        if (written is null && reader["condition"] is null)
        {
            context.Error(
                entry.Key.At,
                $"the dependency on {name} has no condition",
                "Write condition: service_started, service_healthy or service_completed_successfully.");
        }
        else if (written is { } text && !Conditions.TryGetValue(text.Value, out condition))
        {
            context.Error(
                text.At,
                $"`{ReadingContext.Short(text.Value)}` is no condition",
                "Write service_started, service_healthy or service_completed_successfully.");
        }

        return new DependencySpec(
            name,
            condition,
            ConditionWritten: true,
            reader.Bool("required")?.Value ?? true,
            reader.Bool("restart")?.Value ?? false,
            entry.Key.At);
    }
}
