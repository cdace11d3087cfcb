using Dxflow.Runtimes.Containers.Specs;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Services;

namespace Dxflow.Workflows.Compose.Containers;

/// <summary><c>post_start</c> and <c>pre_stop</c>: commands run in the container. No reference means anything in them.</summary>
internal static class HookReader
{
    public static IReadOnlyList<ContainerHook>? Read(MapReader reader, string key, ReadingContext document)
    {
        if (reader[key] is not { } node)
        {
            return null;
        }

        if (node is not ListNode list)
        {
            document.Error(node.At, $"`{key}` must be a list, and this is {node.Kind}", "Write - command: [program, argument].");
            return null;
        }

        var context = document with { InStep = false };
        var hooks = new List<ContainerHook>();
        foreach (var map in list.Items.Select(item => context.Map(item, $"an entry of `{key}`")).OfType<MapNode>())
        {
            context.CheckKeys(map, KnownKeys.Hook, $"an entry of `{key}`");
            var hook = new MapReader(map, context);
            if (CommandReader.Read(hook["command"], "command", context) is not { Arguments.Count: > 0 } command)
            {
                context.Error(map.At, $"an entry of `{key}` has no command", "Write command: [program, argument].");
                continue;
            }

            hooks.Add(new ContainerHook(
                [.. command.Arguments.Select(argument => argument.Value.Text)],
                hook.Text("user")?.Value,
                hook.Bool("privileged")?.Value ?? false,
                hook.Text("working_dir")?.Value,
                hook.Pairs("environment", context.Interpolation.Variable)));
        }

        return hooks.Count > 0 ? hooks : null;
    }
}
