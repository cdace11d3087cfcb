using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Including;

/// <summary>
/// One entry of <c>include</c>: files merged over each other, and what they are understood with. Paths as they are written.
/// </summary>
internal sealed record IncludeSpec(
    IReadOnlyList<Placed<string>> Paths, Placed<string>? ProjectDirectory, IReadOnlyList<Placed<string>>? EnvFiles, Place At);

/// <summary>Reads <c>include</c>: paths, or maps with <c>path</c>, <c>project_directory</c> and <c>env_file</c>.</summary>
internal static class IncludeReader
{
    private const string Fix = "Write include: [./other/compose.yaml], or { path: …, project_directory: …, env_file: … }.";

    private static readonly string[] Known = ["env_file", "path", "project_directory"];

    public static IEnumerable<IncludeSpec> Read(Node node, ReadingContext context)
    {
        switch (node)
        {
            case ScalarNode { IsNull: true }:
                return [];
            case ListNode list:
                return list.Items.Select(item => One(item, context)).OfType<IncludeSpec>();
            default:
                context.Error(node.At, $"`include` must be a list, and this is {node.Kind}", Fix);
                return [];
        }
    }

    private static IncludeSpec? One(Node item, ReadingContext context)
    {
        if (item is not MapNode map)
        {
            return context.Text(item, "an entry of `include`") is { } path
                ? new IncludeSpec([new Placed<string>(path, item.At)], null, null, item.At)
                : null;
        }

        context.CheckKeys(map, Known, "an entry of `include`");
        var reader = new MapReader(map, context);
        var paths = reader.Texts("path", orText: true);
        if (paths.Count == 0)
        {
            context.Error(map.At, "an entry of `include` has no path", Fix);
            return null;
        }

        return new IncludeSpec(
            paths,
            reader.Text("project_directory"),
            reader["env_file"] is null ? null : reader.Texts("env_file", orText: true),
            map.At);
    }
}
