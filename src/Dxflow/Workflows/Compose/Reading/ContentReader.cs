using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Sources;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Reading;

/// <summary>
/// Where a config or a secret comes from: one of a <c>file</c>, a variable of the <c>environment</c>, or <c>content</c> as it is written.
/// </summary>
internal static class ContentReader
{
    private static readonly string[] Sources = ["file", "environment", "content"];

    public static ResourceSpec Read(ResourceSpec resource, MapReader body, MapNode map, ReadingContext context)
    {
        var given = Sources.Where(key => map.TryGet(key, out var value) && value is not ScalarNode { IsNull: true }).ToList();
        if (given.Count > 1)
        {
            context.Error(
                map[given[1]]!.At, $"`{resource.Name}` has `{given[0]}` and `{given[1]}`: it comes from one place", "Keep one of the two.");
        }
        else if (given.Count == 0 && !resource.External && map.Entries.All(static entry => IsSilent(entry.Key.Text)))
        {
            context.Error(
                resource.At, $"`{resource.Name}` comes from nowhere", "Write file: PATH, environment: VARIABLE, or external: true.");
        }

        return body.Text("file") is { } file ? resource with { File = file with { Value = Absolute(file.Value, context) } }
            : body.Text("content") is { } content ? resource with { Content = content }
            : body.Text("environment") is { } variable ? resource with { Content = FromVariable(variable, body["environment"]!, context) }
            : resource;
    }

    // Any other key is either a source, a driver's, or a mistake that has been said.
    private static bool IsSilent(string key) =>
        key is "labels" or "name" or "template_driver" || key.StartsWith("x-", StringComparison.Ordinal);

    // One that is not set is a problem only of a service that is given it.
    private static Placed<string>? FromVariable(Placed<string> name, Node at, ReadingContext context) =>
        context.Interpolation.Of(at).Variable(name.Value) is { } value ? name with { Value = value } : null;

    private static string Absolute(string path, ReadingContext context)
    {
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
        {
            path = (context.Source.Variable("HOME") ?? "~") + path[1..];
        }

        return DocumentPaths.IsPath(path) ? DocumentPaths.Resolve(context.Source.ProjectDirectory, path) : path;
    }
}
