using System.Globalization;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow.Reading;

/// <summary>
/// <c>each</c>, and what is about its slices: <c>require</c>, <c>parallel</c>, <c>shuffle</c>, <c>group</c>, <c>pool</c>.
/// </summary>
internal static class FanReader
{
    private const int GroupMax = 100_000;
    private const string ListFix = "Write one reference to a list: \"{{ range(10) }}\", or the list itself.";

    private static readonly Dictionary<string, bool> Rests = new() { ["run"] = false, ["cancel"] = true };

    public static FanSpec Read(MapReader keys, IReadOnlyList<InputSpec> inputs, FlowReading reading)
    {
        var each = keys["each"];
        var spec = new FanSpec(
            each is not null,
            [.. reading.Named(each, "`each`").Select(entry => Each(entry, reading)).OfType<EachSpec>()],
            Require(keys["require"], reading),
            keys.Int("parallel", 1),
            keys.Bool("shuffle"),
            keys.Int("group", 1, GroupMax),
            keys.Int("pool", 1, GroupMax));
        if (each is MapNode { Entries.Count: 0 })
        {
            reading.Problems.Error(each.At, "`each` names no list", "Write each: { NAME: \"{{ LIST }}\" }, or remove it.");
        }

        CheckNames(spec, inputs, reading);
        CheckAlone(spec, reading);
        if (spec.Pool is { } pool && pool.Value > (spec.Group?.Value ?? 1))
        {
            reading.Problems.Error(
                pool.At, $"`pool` is how many slices of a group run at a time, and a group has {spec.Group?.Value ?? 1}",
                "Write `group` too, and at most that many.");
        }

        return spec;
    }

    private static EachSpec? Each(MapEntry entry, FlowReading reading)
    {
        var (name, at) = (entry.Key.Text, entry.Key.At);
        switch (entry.Value)
        {
            case ScalarNode { IsNull: false } scalar when scalar.Text.Contains("{{", StringComparison.Ordinal):
                return reading.Template(scalar, $"`each.{name}`") is { Value.HasExpressions: true } template
                    ? new EachSpec(name, at, template) : Refuse(entry, "is no list", reading);
            case ListNode list when LiteralReader.Infer(list, reading) is { } read:
                var element = read.Type.Element ?? FlowType.Json;
                return new EachSpec(name, at, null, element.Kind == FlowKind.Nothing ? FlowType.Json : element, read.Text);
            case ListNode:
                return null;
            default:
                return Refuse(entry, $"must be a list, and this is {entry.Value.Kind}", reading);
        }
    }

    private static EachSpec? Refuse(MapEntry entry, string what, FlowReading reading)
    {
        reading.Problems.Error(entry.Value.At, $"`each.{entry.Key.Text}` {what}", ListFix);
        return null;
    }

    private static void CheckNames(FanSpec spec, IReadOnlyList<InputSpec> inputs, FlowReading reading)
    {
        var names = inputs.DistinctBy(input => input.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(input => input.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var each in spec.Each)
        {
            if (names.TryGetValue(each.Name, out var input))
            {
                reading.Problems.Error(
                    input.At, $"the input `{input.Name}` has the name of `each.{each.Name}`, which is also an input",
                    "Remove it, or rename one of the two.");
            }
        }
    }

    // What is about slices says nothing of a step that has none.
    private static void CheckAlone(FanSpec spec, FlowReading reading)
    {
        if (spec.IsGiven)
        {
            return;
        }

        if (spec.Require is { } require)
        {
            reading.Problems.Error(require.At, "`require` counts slices, and there is no `each`",
                "Remove it; `on_fail: continue` tolerates the failure of a step.");
        }

        foreach (var (key, at) in new[] { ("parallel", spec.Parallel?.At), ("shuffle", spec.Shuffle?.At), ("group", spec.Group?.At) })
        {
            if (at is { } place)
            {
                reading.Problems.Warn(
                    place, $"`{key}` is about slices, and there is no `each`: it has no effect", "Remove it, or add `each`.");
            }
        }
    }

    private static Placed<RequirePlan>? Require(Node? node, FlowReading reading)
    {
        if (node is null)
        {
            return null;
        }

        if (node is ScalarNode)
        {
            reading.Problems.Error(node.At, "`require` must be a map, and this is a text", "Write { ratio: 0.9 } or { count: 45 }.");
            return null;
        }

        if (reading.Map(node, "`require`", FlowKeys.Require) is not { } map)
        {
            return null;
        }

        var keys = reading.In(map);
        var require = new RequirePlan(
            Ratio(keys.Text("ratio"), reading),
            keys.Int("count", 0)?.Value,
            reading.Word(keys.Text("rest"), "require.rest", Rests) ?? false);
        if (keys["ratio"] is null && keys["count"] is null)
        {
            reading.Problems.Error(node.At, "`require` says neither `ratio` nor `count`", "Write { ratio: 0.9 } or { count: 45 }.");
            return null;
        }

        return new Placed<RequirePlan>(require, node.At);
    }

    // An exact decimal: 0.9 of 10 is 9, which a binary fraction would not say.
    private static decimal? Ratio(Placed<string>? text, FlowReading reading)
    {
        if (text is not { } given)
        {
            return null;
        }

        if (decimal.TryParse(given.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio)
            && ratio is >= 0 and <= 1)
        {
            return ratio;
        }

        reading.Problems.Error(given.At, $"`ratio` must be a number from 0 to 1, and this is `{ReadingContext.Short(given.Value)}`",
            "Write a decimal: ratio: 0.9.");
        return null;
    }
}
