using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows.Steps;

/// <summary>Steps whose body is another flow.</summary>
/// <typeparam name="TSelf">The step itself.</typeparam>
public abstract class CallStep<TSelf> : AnyStep<TSelf>
    where TSelf : CallStep<TSelf>
{
    private readonly Flow _called;

    private protected CallStep(Flow flow, string name, Flow called)
        : base(flow, name)
    {
        _called = called;
        // A flow that calls itself is this document; all others are named at the top of it.
        Set("workflow", YamlNode.Of(called == flow ? "." : called.Name));
    }

    internal override Flow? Called => _called;

    /// <summary>Gives an input of the flow that is called; those with a default may be left out.</summary>
    public TSelf With<T>(FlowInput<T> input, Ref<T> value)
    {
        var where = $"the input `{input.Name}`";
        var formula = Checked(value, where);
        var node = formula.Literal is { } literal ? Literals.Node(literal, DocumentType.Of(typeof(T))) : null;
        return Add("with", Theirs(input.Flow, input.Name), node ?? Values(value, where));
    }

    /// <summary>An input takes the value that the turn before left. Only with <c>Repeat</c>.</summary>
    public TSelf Carry<T>(FlowInput<T> input, FlowOutput<T> output) =>
        Add("carry", Theirs(input.Flow, input.Name), Values(Own(output), $"what carries `{input.Name}`"));

    /// <summary>What the turn has just given, for <c>Repeat</c>.</summary>
    public Ref<T> Own<T>(FlowOutput<T> output) => new(Own(Theirs(output.Flow, output.Name)));

    internal override YamlMap Write()
    {
        var missing = _called.Required.Where(name => !Document.Names("with", name)).ToList();
        return missing.Count == 0
            ? base.Write()
            : throw new FlowException($"step `{Name}` gives flow `{_called.Name}` no {string.Join(", ", missing)}: call With.");
    }

    private protected string Theirs(Flow owner, string name) => owner == _called
        ? name
        : throw new FlowException($"step `{Name}` calls flow `{_called.Name}`, and `{name}` is of flow `{owner.Name}`.");
}
