using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows.Runs;

/// <summary>What one run of a flow is given, input by input.</summary>
public sealed class FlowValues
{
    private readonly Flow _flow;
    private readonly Dictionary<string, (DocumentType Type, JsonElement Value)> _given = [];

    internal FlowValues(Flow flow) => _flow = flow;

    internal IReadOnlyDictionary<string, (DocumentType Type, JsonElement Value)> Given => _given;

    /// <summary>The value of an input. An artifact is a file of this machine, which is sent to an engine elsewhere.</summary>
    public FlowValues Set<T>(FlowInput<T> input, T value) => Set(input, value, ValuesJson.Of<T>());

    /// <summary>The same of a type of yours, which is <c>json</c> in the document.</summary>
    public FlowValues Set<T>(FlowInput<T> input, T value, JsonTypeInfo<T> type)
    {
        if (input.Flow != _flow)
        {
            throw new FlowException($"`{input.Name}` is an input of flow `{input.Flow.Name}`, and `{_flow.Name}` is run.");
        }

        _given[input.Name] = (input.Type, JsonSerializer.SerializeToElement(value, type));
        return this;
    }
}
