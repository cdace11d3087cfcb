using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Sdk.Flows;

namespace Dxflow.Sdk.Ops;

/// <summary>
/// An operator with its contract.
/// See <see cref="Op.Of{TIn, TOut}(string, IOp{TIn, TOut}, JsonTypeInfo{TIn}, JsonTypeInfo{TOut})"/>.
/// </summary>
public sealed class Op<TIn, TOut> : Op
{
    private readonly Func<TIn, OpContext, Task<TOut>> _body;

    internal Op(string name, Func<TIn, OpContext, Task<TOut>> body, JsonTypeInfo<TIn> input, JsonTypeInfo<TOut> output)
        : base(name, input, output) => _body = body;

    internal override async Task RunAsync(OpFiles files, OpContext context)
    {
        var input = await files.ReadAsync((JsonTypeInfo<TIn>)InputType, Name, context.Cancel);
        context.Early = (property, value) => Field(property, Outputs) is { IsEarly: true } field
            ? files.WriteAsync(JsonSerializer.SerializeToElement(value, PropertyType(property)), field, isEarly: true, context.Cancel)
            : throw new InvalidOperationException($"`{property}` is not early: write [property: Early] before it.");
        var output = await _body(input, context);
        await files.WriteAsync(output, (JsonTypeInfo<TOut>)OutputType, Outputs, context.Cancel);
    }

    internal OpField Input<TValue>(Expression<Func<TIn, TValue>> property) => Field(property, Inputs);

    internal OpField Output<TValue>(Expression<Func<TOut, TValue>> property) => Field(property, Outputs);

    private JsonTypeInfo PropertyType(LambdaExpression property) =>
        OutputType.Options.GetTypeInfo(property.ReturnType);

    private OpField Field(LambdaExpression property, IReadOnlyList<OpField> fields)
    {
        var member = property.Body is MemberExpression { Expression: ParameterExpression } named ? named.Member.Name : null;
        return fields.FirstOrDefault(field => field.Property == member)
            ?? throw new FlowException($"`{property}` names no property of the contract of operator `{Name}`: write x => x.Property.");
    }
}
