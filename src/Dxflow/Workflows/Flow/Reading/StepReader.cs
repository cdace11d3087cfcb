using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow.Reading;

/// <summary>Reads <c>x-step</c> of one service, with every problem in it.</summary>
internal static class StepReader
{
    private const int NamedMax = 1_000_000;

    private static readonly Dictionary<string, RunIf> RunIfs = new()
    {
        ["all_ok"] = RunIf.AllOk,
        ["all_done"] = RunIf.AllDone,
        ["any_failed"] = RunIf.AnyFailed,
    };

    public static StepSpec Read(ServiceSpec service, FlowReading reading)
    {
        var node = service.Step!;
        var map = node is ScalarNode { IsNull: true }
            ? new MapNode(node.At, [])
            : reading.Map(node, "`x-step`", FlowKeys.Step);
        var keys = reading.In(map ?? new MapNode(node.At, []));
        var script = Script(keys["script"], service, reading);
        IReadOnlyList<InputSpec> inputs =
            [.. reading.Named(keys["inputs"], "`inputs`").Select(entry => InputReader.OfStep(entry, reading)).OfType<InputSpec>()];
        return new StepSpec(
            node.At,
            inputs,
            [.. reading.Named(keys["outputs"], "`outputs`").Select(entry => OutputReader.Read(entry, reading)).OfType<OutputSpec>()],
            script,
            Interpreter(keys["interpreter"], keys["script"] is not null, reading),
            reading.Template(keys["when"], "`when`"),
            reading.Word(keys.Text("run_if"), "run_if", RunIfs),
            keys.Texts("needs"),
            reading.Template(keys["key"], "`key`"),
            keys.Text("runtime"),
            PolicyReader.Read(keys, reading),
            Resources(keys["resources"], reading),
            FanReader.Read(keys, inputs, reading),
            RepeatReader.Read(keys["repeat"], reading),
            CallReader.Read(map, service, reading));
    }

    // The script is verbatim: neither ${…} nor {{…}} means anything in it.
    private static string? Script(Node? node, ServiceSpec service, FlowReading reading)
    {
        if (node is null)
        {
            return null;
        }

        foreach (var (given, key) in new[] { (service.Command, "command"), (service.Entrypoint, "entrypoint") })
        {
            if (given is { Arguments.Count: > 0 })
            {
                reading.Problems.Error(given.At, $"`{key}` stands beside `script`, which replaces it", "Keep one of the two.");
            }
        }

        if (node is ScalarNode text)
        {
            return text.Text;
        }

        if (reading.Map(node, "`script`", FlowKeys.Script) is not { } map)
        {
            return "";
        }

        if (reading.In(map).Text("file") is { } path)
        {
            return reading.File(path) ?? "";
        }

        reading.Problems.Error(map.At, "`script` names no file", "Write the script as text, or script: { file: ./PATH }.");
        return "";
    }

    private static List<string>? Interpreter(Node? node, bool hasScript, FlowReading reading)
    {
        if (node is null)
        {
            return null;
        }

        if (!hasScript)
        {
            reading.Problems.Error(node.At, "`interpreter` stands without `script`",
                "Write a `script`, or put the program into `command`.");
        }

        if (node is not ListNode { Items.Count: > 0 } list)
        {
            reading.Problems.Error(node.At, $"`interpreter` must be a list of words, and this is {node.Kind}",
                "Write interpreter: [python3].");
            return null;
        }

        return [.. list.Items.Select(item => reading.Plain.Scalar(item, "a word of `interpreter`")?.Text).OfType<string>()];
    }

    private static TaskCountSpec Resources(Node? node, FlowReading reading)
    {
        if (node is null || reading.Plain.Map(node, "`resources`") is not { } map)
        {
            return new TaskCountSpec();
        }

        var keys = reading.In(map);
        var named = new List<(string, Placed<int>)>();
        foreach (var (key, value) in map.Entries.Where(entry => !FlowKeys.Resources.Contains(entry.Key.Text)))
        {
            if (key.Text is "cpus" or "memory")
            {
                reading.Problems.Error(
                    key.At, $"`{key.Text}` is no resource of its own", "Write it under deploy.resources.reservations, as in Compose.");
            }
            else if (reading.Plain.Int(value, $"`{ReadingContext.Short(key.Text)}`", 0, NamedMax) is { } count)
            {
                named.Add((key.Text, new Placed<int>(count.Value, key.At)));
            }
        }

        return new TaskCountSpec(keys.Int("nodes", 1), keys.Int("tasks", 1), named, Directives(keys["directives"], reading));
    }

    /// <summary>Each is one option with its value, as it would stand on the scheduler's command line.</summary>
    private static IReadOnlyList<Placed<string>>? Directives(Node? node, FlowReading reading)
    {
        if (node is null)
        {
            return null;
        }

        var directives = new List<Placed<string>>();
        foreach (var item in (node as ListNode)?.Items ?? [])
        {
            var text = (item as ScalarNode)?.Text ?? "";
            if (text.Length < 2 || text[0] != '-' || text.Any(char.IsControl))
            {
                reading.Problems.Error(
                    item.At, "a directive is one option of the scheduler", "Write it as one text, like --reservation=x.");
            }
            else
            {
                directives.Add(new Placed<string>(text, item.At));
            }
        }

        if (node is not ListNode { Items.Count: > 0 })
        {
            reading.Problems.Error(
                node.At, $"`directives` must be a list of options, and this is {node.Kind}", "Write directives: [--reservation=x].");
        }

        return directives.Count > 0 ? directives : null;
    }
}
