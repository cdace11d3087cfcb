using System.Linq.Expressions;
using Dxflow.Sdk.Flows.Steps;
using Dxflow.Sdk.Flows.Writing;
using Dxflow.Sdk.Flows;

namespace Dxflow.Sdk.Ops;

/// <summary>A step that runs an operator once for each element of a list; see <see cref="ForEachOptions"/>.</summary>
public sealed class OpForEach<TIn, TOut> : OpBodyStep<OpForEach<TIn, TOut>, TIn, TOut>, IForEach
{
    internal OpForEach(Flow flow, string name, Op<TIn, TOut> op)
        : base(flow, name, op)
    {
    }

    /// <summary>Gives each slice one element of a list as an input; several lists go side by side and have one length.</summary>
    public OpForEach<TIn, TOut> Each<T>(Expression<Func<TIn, T>> input, Ref<IReadOnlyList<T>> list)
    {
        var field = Body.Input(input);
        return Add("each", field.Name, Values(list, $"the list of `{field.Name}`"));
    }

    /// <summary>A list to fan out over that is no input by itself, as pairs are: its element is for <c>With</c>.</summary>
    public OpForEach<TIn, TOut> Each<T>(string name, Ref<IReadOnlyList<T>> list, out Ref<T> element)
    {
        element = new(Formula.Each(name, this));
        return Add("each", Names.Value(name), Values(list, $"the list `{name}`"));
    }

    /// <summary>An output of the operator, of all slices in the order of the elements.</summary>
    public Ref<IReadOnlyList<T>> Out<T>(Expression<Func<TOut, T>> output) => new(Output(Body.Output(output).Name));

    /// <summary>What each turn of <c>Repeat</c> has left, a list for each element.</summary>
    public Ref<IReadOnlyList<IReadOnlyList<T>>> Turns<T>(Expression<Func<TOut, T>> output) => new(Turns(Body.Output(output).Name));
}
