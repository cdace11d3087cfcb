using System.Text.Json;
using Dxflow.Foundation.Values;
using Dxflow.Sdk.Flows.Steps;
using Dxflow.Sdk.Flows.Writing;
using Dxflow.Sdk.Ops;

namespace Dxflow.Sdk.Flows;

/// <summary>
/// A workflow built in C#: inputs, steps, outputs, each a typed reference for those that follow. It writes the document that people write
/// by hand (<see cref="ToYaml"/>), and nothing else: what runs is the document. Not for several threads at once.
/// </summary>
public sealed class Flow
{
    private readonly YamlMap _outputs = new();
    private readonly OrderedDictionary<string, (Func<YamlNode> Node, Func<bool> IsRequired)> _inputs = [];
    private readonly OrderedDictionary<string, AnyStep> _steps = [];

    /// <summary>A flow without anything in it.</summary>
    /// <param name="name">Small letters, digits, <c>-</c> and <c>_</c>.</param>
    public Flow(string name) => Name = Names.Flow(name);

    /// <summary>What the engine keeps it under.</summary>
    public string Name { get; }

    /// <summary>Tasks of one run at once.</summary>
    public int? Parallel { get; init; }

    /// <summary>How long a run may take.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether a run ends at the first failure, instead of finishing what has begun.</summary>
    public bool FailFast { get; init; }

    /// <summary>What holds for all its steps.</summary>
    public FlowDefaults? Defaults { get; init; }

    /// <summary>The program that holds its steps' operators, if it is not this one where it lies: sent along, or in an image.</summary>
    public OpProgram Program { get; init; } = OpProgram.This;

    /// <summary>A step that runs last, whatever the result.</summary>
    public AnyStep? OnExit { get; set; }

    internal IEnumerable<string> Required => _inputs.Where(static input => input.Value.IsRequired()).Select(static input => input.Key);

    /// <summary>What a run has to be given.</summary>
    public FlowInput<T> Input<T>(string name, string? description = null) => Keep(new FlowInput<T>(this, name).Described(description));

    /// <summary>What a run may be given.</summary>
    public FlowInput<T> Input<T>(string name, T standby, string? description = null) =>
        Keep(new FlowInput<T>(this, name).WithDefault(Ref.Of(standby).Formula.Literal!.Value).Described(description));

    /// <summary>What the flow gives when it is done.</summary>
    public FlowOutput<T> Output<T>(string name, Ref<T> value)
    {
        if (_outputs.Entries.Exists(output => output.Key == Names.Value(name)))
        {
            throw new FlowException($"flow `{Name}` has the output `{name}` twice.");
        }

        var text = $"{{{{ {value.Formula.In(this, null, $"the output `{name}` of flow `{Name}`").Write(Place.Values)} }}}}";
        _outputs.Add(name, new YamlScalar(text, YamlStyle.Text));
        return new(this, name);
    }

    /// <summary>A step that runs a command or a script.</summary>
    public Step Step(string name) => Keep(new Step(this, name));

    /// <summary>A step that runs a command or a script for each element of a list: call <c>Each</c>.</summary>
    public ForEachStep ForEach(string name) => Keep(new ForEachStep(this, name));

    /// <summary>A step that runs an operator.</summary>
    public OpStep<TIn, TOut> Step<TIn, TOut>(string name, Op<TIn, TOut> op) => Keep(new OpStep<TIn, TOut>(this, name, op));

    /// <summary>A step that runs an operator for each element of a list: call <c>Each</c>.</summary>
    public OpForEach<TIn, TOut> ForEach<TIn, TOut>(string name, Op<TIn, TOut> op) => Keep(new OpForEach<TIn, TOut>(this, name, op));

    /// <summary>A step that runs a flow, this one too (then with <c>When</c>, or it never ends).</summary>
    public FlowStep Step(string name, Flow called) => Keep(new FlowStep(this, name, called));

    /// <summary>A step that runs a flow for each element of a list: call <c>Each</c>.</summary>
    public FlowForEach ForEach(string name, Flow called) => Keep(new FlowForEach(this, name, called));

    /// <summary>The document. Texts are quoted where they have to be, keys stand in one order.</summary>
    /// <exception cref="FlowException">Something is missing or is in the wrong place.</exception>
    public string ToYaml() => YamlText.Of(Document());

    /// <inheritdoc cref="ToYaml"/>
    public override string ToString() => ToYaml();

    internal YamlMap Document()
    {
        var document = new YamlMap();
        document.Add("name", YamlNode.Of(Name));
        var body = Body();
        document.Entries.AddRange(body.Entries.Where(static entry => entry.Key == "x-workflow"));
        var others = new YamlMap();
        foreach (var other in Others())
        {
            others.Add(other.Name, other.Body());
        }

        document.Add("x-workflows", others);
        document.Entries.AddRange(body.Entries.Where(static entry => entry.Key == "services"));
        return document;
    }

    private YamlMap Body()
    {
        if (_steps.Count == 0)
        {
            throw new FlowException($"flow `{Name}` has no steps.");
        }

        var (inputs, services, workflow, body) = (new YamlMap(), new YamlMap(), new YamlMap(), new YamlMap());
        foreach (var (name, input) in _inputs)
        {
            inputs.Add(name, input.Node());
        }

        workflow.Add("inputs", inputs);
        workflow.Add("outputs", _outputs);
        workflow.Add("defaults", Defaults?.Node());
        workflow.Add("parallel", Parallel is { } tasks ? Numbers.Node(tasks) : null);
        workflow.Add("timeout", Timeout is { } limit ? YamlNode.Plain(Durations.Format(limit)) : null);
        workflow.Add("fail_fast", FailFast ? YamlNode.Plain("true") : null);
        workflow.Add("on_exit", OnExit is { } last ? YamlNode.Of(last.Name) : null);
        foreach (var step in _steps.Values)
        {
            services.Add(step.Name, step.Write());
        }

        body.Add("x-workflow", workflow);
        body.Add("services", services);
        return body;
    }

    /// <summary>The flows that it calls, and those that they call, each once.</summary>
    private IEnumerable<Flow> Others()
    {
        var found = new OrderedDictionary<string, Flow> { [Name] = this };
        for (var i = 0; i < found.Count; i++)
        {
            foreach (var called in found.GetAt(i).Value._steps.Values.Select(static step => step.Called).OfType<Flow>())
            {
                if (found.TryGetValue(called.Name, out var known) && known != called)
                {
                    throw new FlowException($"two flows are called `{called.Name}`: in one document each needs a name of its own.");
                }

                if (called == this && i > 0)
                {
                    throw new FlowException(
                        $"flow `{found.GetAt(i).Key}` calls `{Name}`, which calls it: a flow can call itself, and none that calls it.");
                }

                found[called.Name] = called;
            }
        }

        return found.Values.Skip(1);
    }

    private FlowInput<T> Keep<T>(FlowInput<T> input)
    {
        if (!_inputs.TryAdd(input.Name, (input.Node, () => input.IsRequired)))
        {
            throw new FlowException($"flow `{Name}` has the input `{input.Name}` twice.");
        }

        return input;
    }

    private TStep Keep<TStep>(TStep step)
        where TStep : AnyStep
    {
        if (!_steps.TryAdd(step.Name, step))
        {
            throw new FlowException($"flow `{Name}` has the step `{step.Name}` twice.");
        }

        return step;
    }
}
