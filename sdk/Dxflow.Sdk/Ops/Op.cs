using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Ops;

/// <summary>An operator by its name, for the program that is its body and for flows whose steps it is.</summary>
public abstract class Op
{
    private protected Op(string name, JsonTypeInfo input, JsonTypeInfo output)
    {
        Name = Names.Step(name);
        (InputType, OutputType) = (input, output);
        (Inputs, Outputs) = (OpField.Of(input), OpField.Of(output));
        if (Outputs.GroupBy(static field => field.File).FirstOrDefault(static file => file.Count() > 1) is { } twice)
        {
            var names = string.Join(" and ", twice.Select(static field => field.Name));
            throw new ArgumentException($"operator `{name}` leaves {names} in {twice.Key}.");
        }
    }

    /// <summary>What it is called: <c>PROGRAM op NAME</c>.</summary>
    public string Name { get; }

    /// <summary>The JSON schema of its inputs.</summary>
    public JsonNode InputSchema => InputType.GetJsonSchemaAsNode();

    /// <summary>The JSON schema of its outputs.</summary>
    public JsonNode OutputSchema => OutputType.GetJsonSchemaAsNode();

    internal IReadOnlyList<OpField> Inputs { get; }

    internal IReadOnlyList<OpField> Outputs { get; }

    private protected JsonTypeInfo InputType { get; }

    private protected JsonTypeInfo OutputType { get; }

    /// <summary>An operator that is a class.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="body">What it does.</param>
    /// <param name="input">The contract of the inputs, of your <c>JsonSerializerContext</c>.</param>
    /// <param name="output">The contract of the outputs, likewise.</param>
    public static Op<TIn, TOut> Of<TIn, TOut>(
        string name, IOp<TIn, TOut> body, JsonTypeInfo<TIn> input, JsonTypeInfo<TOut> output) => new(name, body.RunAsync, input, output);

    /// <summary>An operator that is a function.</summary>
    /// <inheritdoc cref="Of{TIn, TOut}(string, IOp{TIn, TOut}, JsonTypeInfo{TIn}, JsonTypeInfo{TOut})"/>
    public static Op<TIn, TOut> Of<TIn, TOut>(
        string name, Func<TIn, OpContext, Task<TOut>> body, JsonTypeInfo<TIn> input, JsonTypeInfo<TOut> output) =>
        new(name, body, input, output);

    /// <summary>An operator that is a function which waits for nothing.</summary>
    /// <inheritdoc cref="Of{TIn, TOut}(string, IOp{TIn, TOut}, JsonTypeInfo{TIn}, JsonTypeInfo{TOut})"/>
    public static Op<TIn, TOut> Of<TIn, TOut>(
        string name, Func<TIn, OpContext, TOut> body, JsonTypeInfo<TIn> input, JsonTypeInfo<TOut> output) =>
        new(name, (given, context) => Task.FromResult(body(given, context)), input, output);

    internal abstract Task RunAsync(OpFiles files, OpContext context);
}
