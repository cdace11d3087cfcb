using System.Linq.Expressions;
using Dxflow.Sdk.Flows.Steps;
using Dxflow.Sdk.Flows;

namespace Dxflow.Sdk.Ops;

/// <summary>A step that runs an operator once.</summary>
public sealed class OpStep<TIn, TOut> : OpBodyStep<OpStep<TIn, TOut>, TIn, TOut>
{
    internal OpStep(Flow flow, string name, Op<TIn, TOut> op)
        : base(flow, name, op)
    {
    }

    /// <summary>An output of the operator.</summary>
    public Ref<T> Out<T>(Expression<Func<TOut, T>> output) => new(Output(Body.Output(output).Name));

    /// <summary>What each turn of <c>Repeat</c> has left.</summary>
    public Ref<IReadOnlyList<T>> Turns<T>(Expression<Func<TOut, T>> output) => new(Turns(Body.Output(output).Name));
}
