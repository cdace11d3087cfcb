using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows.Steps;

/// <summary>A step of a flow, of whatever kind.</summary>
public abstract class AnyStep
{
    private protected AnyStep(Flow flow, string name)
    {
        Flow = flow;
        Name = Names.Step(name);
    }

    /// <summary>What it is called in the flow.</summary>
    public string Name { get; }

    /// <summary>How it ended: <c>succeeded failed skipped omitted cancelled reused</c>. Whoever asks waits for it.</summary>
    public Ref<string> Status => new(Formula.Name($"{Names.In("steps", Name)}.status", Flow));

    /// <summary>How many of its slices succeeded.</summary>
    public Ref<int> OkCount => new(Formula.Name($"{Names.In("steps", Name)}.ok_count", Flow));

    /// <summary>How many of its slices failed.</summary>
    public Ref<int> FailedCount => new(Formula.Name($"{Names.In("steps", Name)}.failed_count", Flow));

    internal Flow Flow { get; }

    internal StepDocument Document { get; } = new();

    /// <summary>Other flows that have to be in the document.</summary>
    internal virtual Flow? Called => null;

    internal virtual YamlMap Write() => this is IForEach && !Document.Has("each")
        ? throw new FlowException($"step `{Name}` is a fan-out over nothing: call Each.")
        : Document.Write(Name);

    private protected Formula Output(string name) => Formula.Name($"{Names.In("steps", Name)}.outputs.{name}", Flow);

    private protected Formula Turns(string name) => Formula.Name($"{Names.In("steps", Name)}.turns.{name}", Flow);

    private protected Formula Own(string name) => Formula.Name($"outputs.{name}", this);

    private protected YamlNode Values(Ref value, string where) =>
        new YamlScalar($"{{{{ {value.Formula.In(Flow, this, $"{where} of step `{Name}`").Write(Place.Values)} }}}}", YamlStyle.Text);

    private protected Formula Checked(Ref value, string where) => value.Formula.In(Flow, this, $"{where} of step `{Name}`");
}
