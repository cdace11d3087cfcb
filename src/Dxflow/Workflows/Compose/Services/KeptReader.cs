using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Variables;

namespace Dxflow.Workflows.Compose.Services;

/// <summary>
/// Keys that are known and kept as nodes: the form of their value is checked, and variables in them are resolved once, so that
/// a mistake shows now and not on the day a runtime reads them.
/// </summary>
internal static class KeptReader
{
    public static void Check(ComposeKey key, Node value, ReadingContext context)
    {
        if (value is ScalarNode { IsNull: true })
        {
            return;
        }

        switch (value)
        {
            case ScalarNode when key.Shape == KeyShape.Bool:
                context.Bool(value, $"`{key.Name}`");
                return;
            case ScalarNode when key.Shape == KeyShape.Number:
                context.Number(value, $"`{key.Name}`");
                return;
        }

        var fits = value switch
        {
            ScalarNode => (key.Shape & (KeyShape.Text | KeyShape.Bool | KeyShape.Number)) != 0,
            ListNode => key.Shape.HasFlag(KeyShape.List),
            _ => key.Shape.HasFlag(KeyShape.Map),
        };
        if (fits)
        {
            Resolve(value, context);
        }
        else
        {
            context.Error(value.At, $"`{key.Name}` must be {Say(key.Shape)}, and this is {value.Kind}", Fix(key));
        }
    }

    public static void Resolve(Node node, ReadingContext context)
    {
        switch (node)
        {
            case ScalarNode scalar:
                context.Interpolation.ToText(scalar);
                break;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    Resolve(item, context);
                }

                break;
            case MapNode map:
                foreach (var entry in map.Entries)
                {
                    Resolve(entry.Value, context);
                }

                break;
        }
    }

    private static string Fix(ComposeKey key) => key.Shape switch
    {
        KeyShape.Bool => "Write true or false.",
        KeyShape.Number => "Write one number.",
        _ when key.Shape.HasFlag(KeyShape.List) => $"Write {key.Name}: [\"…\"].",
        _ when key.Shape.HasFlag(KeyShape.Text) => "Write one text.",
        _ => "Write `key: value` lines below it, indented.",
    };

    private static string Say(KeyShape shape) => shape switch
    {
        KeyShape.Text => "a text",
        KeyShape.Bool => "true or false",
        KeyShape.Number => "a number",
        KeyShape.List => "a list",
        KeyShape.Map => "a map",
        KeyShape.TextOrList => "a text or a list",
        KeyShape.ListOrMap => "a list or a map",
        KeyShape.TextOrMap => "a text or a map",
        _ => "a text, a list or a map",
    };
}
