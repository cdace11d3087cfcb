namespace Dxflow.Sdk.Ops;

/// <summary>
/// An operator: what one step does, with a record in and a record out as its contract. It runs in a process of its own, in the step's work
/// directory, on whatever runtime the flow is run.
/// </summary>
/// <typeparam name="TIn">Inputs: a record whose properties are the step's inputs.</typeparam>
/// <typeparam name="TOut">Outputs: a record whose properties are the step's outputs.</typeparam>
public interface IOp<TIn, TOut>
{
    /// <summary>Does the work of one slice.</summary>
    /// <returns>What it leaves; artifacts may lie anywhere in the work directory.</returns>
    /// <exception cref="TransientException">It may go well next time.</exception>
    /// <exception cref="FatalException">It will never go well: no attempt follows.</exception>
    Task<TOut> RunAsync(TIn input, OpContext context);
}
