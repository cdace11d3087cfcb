using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Cli;

/// <summary>
/// A command that is no operation: it has no route and passes no gate, but its parameters are a record like any other's.
/// <see cref="Name"/> is <c>noun.verb</c>, or a bare verb at the root. The handler's result is the exit code. <see cref="About"/>: what
/// help says besides of the files that stand beside <c>--help</c>.
/// </summary>
internal sealed record LocalCommand(
    string Name,
    string Summary,
    Func<JsonTypeInfo> Request,
    Func<JsonElement, ClientContext, Task<int>> Run,
    IReadOnlyList<string> Examples,
    bool Hidden = false,
    Func<IReadOnlyList<string>, ClientContext, string>? About = null)
{
    public static LocalCommand Create<TRequest>(
        string name,
        string summary,
        JsonSerializerContext contracts,
        Func<TRequest, ClientContext, Task<int>> handler,
        params string[] examples)
        where TRequest : class =>
        new(
            name, summary, () => Contract.In(contracts, typeof(TRequest)),
            (json, context) => handler(RequestReader.Read<TRequest>(contracts, json), context), examples);
}

/// <summary>
/// How an operation behaves on a terminal where the derived table is not enough. It gets the operation's own request, which it
/// cannot redefine, and makes the call itself.
/// </summary>
internal sealed record OperationView(string Operation, Func<JsonElement, ClientContext, Task<int>> Run)
{
    public static OperationView For<TRequest>(
        string operation, JsonSerializerContext contracts, Func<TRequest, ClientContext, Task<int>> handler)
        where TRequest : class =>
        new(operation, (json, context) => handler(RequestReader.Read<TRequest>(contracts, json), context));
}
