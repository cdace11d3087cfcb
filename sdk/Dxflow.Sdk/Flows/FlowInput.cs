using System.Text.Json;
using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows;

/// <summary>What a flow is given when it is run, with what may be given.</summary>
public sealed class FlowInput<T> : Ref<T>
{
    private readonly YamlMap _rules = new();
    private DocumentType _type = DocumentType.Of(typeof(T));
    private YamlNode? _default;

    internal FlowInput(Flow flow, string name)
        : base(Formula.Name($"workflow.inputs.{Names.Value(name)}", flow)) => (Flow, Name) = (flow, name);

    /// <summary>What it is called: <c>-p NAME=VALUE</c>.</summary>
    public string Name { get; }

    internal Flow Flow { get; }

    internal bool IsRequired => _default is null && !_type.Optional;

    internal DocumentType Type => _type;

    /// <summary>The least and the largest number.</summary>
    public FlowInput<T> Between(double? min = null, double? max = null)
    {
        _rules.Add("min", min is { } least ? Numbers.Node(least) : null);
        _rules.Add("max", max is { } most ? Numbers.Node(most) : null);
        return this;
    }

    /// <summary>The values that it may have.</summary>
    public FlowInput<T> OneOf(params IReadOnlyList<T> values)
    {
        _rules.Add("values", new YamlList([.. values.Select(value => Literals.Node(Of(value).Formula.Literal!.Value, _type)!)]));
        return this;
    }

    /// <summary>A regular expression that the whole text has to match.</summary>
    public FlowInput<T> Matching(string pattern)
    {
        _rules.Add("pattern", YamlNode.Of(pattern));
        return this;
    }

    /// <summary>It may be left out, and is null then.</summary>
    public FlowInput<T> Optional()
    {
        _type = _type with { Optional = true };
        return this;
    }

    internal FlowInput<T> Described(string? description)
    {
        _rules.Add("description", description is null ? null : YamlNode.Of(description));
        return this;
    }

    internal FlowInput<T> WithDefault(JsonElement value)
    {
        _default = Literals.Node(value, _type)
            ?? throw new FlowException($"the default of the input `{Name}` holds two braces, and no reference can stand there.");
        return this;
    }

    internal YamlNode Node()
    {
        if (_default is not null && _rules.Entries.Count == 0 && _type is { IsPlain: true, Optional: false })
        {
            return _default;
        }

        var map = new YamlMap();
        map.Add("type", YamlNode.Plain(_type.ToString()));
        map.Add("default", _default);
        _rules.Entries.ForEach(rule => map.Add(rule.Key, rule.Value));
        return map;
    }
}
