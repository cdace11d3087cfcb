using System.Globalization;
using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Evaluation.Tasks;

/// <summary>
/// The environment of a task: the document's variables over a home and a temporary directory of its own, and over all of them what the
/// format promises as <c>DXFLOW_…</c>. What is no step gets only the document's and where services are.
/// </summary>
internal sealed class TaskEnvironment(IReadOnlyList<KeyValuePair<string, string>> services, RunView view, TaskPlaces places)
{
    public IReadOnlyDictionary<string, string> Of(
        NodePlan of, int slice, string key, IReadOnlyDictionary<string, FlowValue> inputs, IEnumerable<KeyValuePair<string,
            string>> document)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (of.Kind == NodeKind.Step)
        {
            variables["HOME"] = places.Work;
            variables["TMPDIR"] = places.Temporary;
        }

        Add(variables, document);
        Add(variables, services);
        Add(variables, VolumeVariable.All(of));
        if (of.Kind == NodeKind.Step)
        {
            Add(variables, Step(of, slice, key));
            Add(variables, inputs.Select(pair => (Name: "DXFLOW_INPUT_" + ServiceAddress.VariableName(pair.Key), Text: Text(pair.Value)))
                .Where(each => each.Text is not null).Select(each => KeyValuePair.Create(each.Name, each.Text!)));
        }

        return variables;
    }

    private IEnumerable<KeyValuePair<string, string>> Step(NodePlan of, int slice, string key) =>
    [
        new("DXFLOW_WORK", places.Work),
        new("DXFLOW_INPUTS", places.Inputs),
        new("DXFLOW_OUTPUTS", places.Outputs),
        new("DXFLOW_INPUTS_JSON", places.InputsJson),
        new("DXFLOW_PROGRESS", places.Progress),
        new("DXFLOW_RUN", string.Create(CultureInfo.InvariantCulture, $"{view.Workflow}/{view.Number}")),
        new("DXFLOW_STEP", of.Name),
        new("DXFLOW_INDEX", slice.ToString(CultureInfo.InvariantCulture)),
        new("DXFLOW_KEY", key),
        new("DXFLOW_TASKS", of.Resources.Tasks.ToString(CultureInfo.InvariantCulture)),
        .. of.Step!.Secrets is null ? (KeyValuePair<string, string>[])[] : [new("DXFLOW_SECRETS", places.Secrets)],
    ];

    private static void Add(Dictionary<string, string> variables, IEnumerable<KeyValuePair<string, string>> more)
    {
        foreach (var (name, value) in more)
        {
            TaskLimit.CheckVariable(name, value);
            variables[name] = value;
        }
    }

    /// <summary>Scalars as text, artifacts as paths, the rest JSON; none for null and for what is too long.</summary>
    private static string? Text(FlowValue value)
    {
        if (FlowSize.Exceeds(value, TaskLimit.InputVariableBytesMax))
        {
            return null;
        }

        var text = FlowText.Of(value);
        return text is null || text.Contains('\0') || TaskLimit.Bytes(text) > TaskLimit.InputVariableBytesMax ? null : text;
    }
}
