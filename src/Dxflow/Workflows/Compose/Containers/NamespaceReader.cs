using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Reading;

namespace Dxflow.Workflows.Compose.Containers;

/// <summary>
/// Namespaces that a container shares: <c>host</c>, one of a few words, or another's by <c>service:NAME</c> and <c>container:NAME</c>.
/// </summary>
internal static class NamespaceReader
{
    public static ContainerNamespaces? Read(MapReader reader, ReadingContext context)
    {
        var namespaces = new ContainerNamespaces(
            Shared(reader, "pid", context, "host", "private"),
            Shared(reader, "ipc", context, "host", "private", "shareable", "none"),
            Shared(reader, "uts", context, "host", "private"),
            reader.Text("userns_mode")?.Value,
            Shared(reader, "cgroup", context, "host", "private"),
            reader.Text("cgroup_parent")?.Value,
            reader.Text("isolation")?.Value);
        return namespaces == new ContainerNamespaces() ? null : namespaces;
    }

    private static string? Shared(MapReader reader, string key, ReadingContext context, params string[] words)
    {
        if (reader.Text(key) is not { Value.Length: > 0 } text)
        {
            return null;
        }

        if (words.Contains(text.Value) || text.Value.Split(':', 2) is ["service" or "container", { Length: > 0 }])
        {
            return text.Value;
        }

        context.Error(
            text.At, $"`{key}` must be {string.Join(", ", words)}, service:NAME or container:NAME, and this is "
                + $"`{ReadingContext.Short(text.Value)}`",
            $"Write {words[0]}, or remove it.");
        return null;
    }
}
