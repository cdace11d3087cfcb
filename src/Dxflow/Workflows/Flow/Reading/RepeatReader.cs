using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Flow.Steps;

namespace Dxflow.Workflows.Flow.Reading;

/// <summary>Reads <c>repeat</c>.</summary>
internal static class RepeatReader
{
    public const int TurnsMax = 1_000_000;

    private static readonly Dictionary<string, bool> OnMaxes = new() { ["fail"] = false, ["accept"] = true };

    public static RepeatSpec? Read(Node? node, FlowReading reading)
    {
        if (node is null)
        {
            return null;
        }

        if (node is ScalarNode)
        {
            reading.Problems.Error(
                node.At, "`repeat` must be a map, and this is a text", "Write { max: 10, until: \"{{ outputs.done }}\" }.");
            return null;
        }

        if (reading.Map(node, "`repeat`", FlowKeys.Repeat) is not { } map)
        {
            return null;
        }

        var keys = reading.In(map);
        if (keys["max"] is null)
        {
            reading.Problems.Error(map.At, "`repeat` has no `max`", "Write how many turns there may be at most: max: 10.");
        }

        var accept = reading.Word(keys.Text("on_max"), "repeat.on_max", OnMaxes) ?? false;
        if (keys["until"] is null && keys["on_max"] is { } last)
        {
            reading.Problems.Warn(last.At, "`on_max` has no effect without `until`: there are exactly `max` turns", "Remove it.");
        }

        return new RepeatSpec(
            keys.Int("max", 1, TurnsMax)?.Value ?? 1,
            reading.Template(keys["until"], "`until`"),
            [.. reading.Named(keys["carry"], "`carry`").Select(entry => Carry(entry, reading)).OfType<CarrySpec>()],
            accept);
    }

    private static CarrySpec? Carry(MapEntry entry, FlowReading reading) =>
        reading.Template(entry.Value, $"`carry.{entry.Key.Text}`") is { } from
            ? new CarrySpec(entry.Key.Text, entry.Key.At, from)
            : null;
}
