using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;

namespace Dxflow.Workflows.Compose.Resources;

/// <summary>Labels of what a project shares. Those that begin as Compose's own do would make it another project's.</summary>
internal static class Labels
{
    public const string Reserved = "com.docker.compose.";

    public static IReadOnlyDictionary<string, string>? Read(MapReader reader, string key, ReadingContext context)
    {
        var labels = reader.Pairs(key);
        if (labels?.Keys.FirstOrDefault(name => name.StartsWith(Reserved, StringComparison.Ordinal)) is { } name)
        {
            context.Error(reader[key]!.At, $"the label `{ReadingContext.Short(name)}` is Compose's own", "Write another name.");
        }

        return labels;
    }
}
