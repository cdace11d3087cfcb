using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Dxflow.Operations;

/// <summary>
/// The five shapes, typed. One line in a noun's <c>…Operations.cs</c> is one call of these: the types are those of the handler's
/// parameters and result, and the noun's context has the contract of each.
/// </summary>
internal sealed partial class Operation
{
    public static Operation Call<TService, TRequest, TResponse>(
        string name, string route, Permission permission, Effect effect, string summary,
        JsonSerializerContext json,
        Func<TService, TRequest, Call, Task<TResponse>> handler, bool destructive = false, bool relieves = false)
        where TService : class
        where TRequest : class
        where TResponse : class =>
        new(name, route, permission, effect, summary)
        {
            Shape = Shape.Call,
            Service = typeof(TService),
            Json = json,
            RequestType = typeof(TRequest),
            ResponseType = typeof(TResponse),
            Destructive = destructive,
            Relieves = relieves,
            Handler = (service, body, _, call) => Erase(handler((TService)service, (TRequest)body, call)),
        };

    public static Operation Stream<TService, TRequest, TItem>(
        string name, string route, Permission permission, Effect effect, string summary,
        JsonSerializerContext json,
        Func<TService, TRequest, Call, IAsyncEnumerable<TItem>> handler)
        where TService : class
        where TRequest : class
        where TItem : class =>
        new(name, route, permission, effect, summary)
        {
            Shape = Shape.Stream,
            Service = typeof(TService),
            Json = json,
            RequestType = typeof(TRequest),
            ResponseType = typeof(TItem),
            Handler = (service, body, _, call) => handler((TService)service, (TRequest)body, call),
        };

    public static Operation Upload<TService, TRequest, TResponse>(
        string name, string route, Permission permission, Effect effect, string summary,
        JsonSerializerContext json,
        Func<TService, TRequest, Stream, Call, Task<TResponse>> handler)
        where TService : class
        where TRequest : class
        where TResponse : class =>
        new(name, route, permission, effect, summary)
        {
            Shape = Shape.Upload,
            Service = typeof(TService),
            Json = json,
            RequestType = typeof(TRequest),
            ResponseType = typeof(TResponse),
            Handler = (service, body, input, call) => Erase(handler((TService)service, (TRequest)body, input.Body!, call)),
        };

    public static Operation Download<TService, TRequest>(
        string name, string route, Permission permission, Effect effect, string summary,
        JsonSerializerContext json,
        Func<TService, TRequest, Call, Task<Download>> handler)
        where TService : class
        where TRequest : class =>
        new(name, route, permission, effect, summary)
        {
            Shape = Shape.Download,
            Service = typeof(TService),
            Json = json,
            RequestType = typeof(TRequest),
            Handler = (service, body, _, call) => Erase(handler((TService)service, (TRequest)body, call)),
        };

    public static Operation Duplex<TService, TRequest, TInput, TItem>(
        string name, string route, Permission permission, Effect effect, string summary,
        JsonSerializerContext json,
        Func<TService, TRequest, IAsyncEnumerable<TInput>, Call, IAsyncEnumerable<TItem>> handler)
        where TService : class
        where TRequest : class
        where TInput : class
        where TItem : class =>
        new(name, route, permission, effect, summary)
        {
            Shape = Shape.Duplex,
            Service = typeof(TService),
            Json = json,
            RequestType = typeof(TRequest),
            InputType = typeof(TInput),
            ResponseType = typeof(TItem),
            Handler = (service, body, from, call) => handler((TService)service, (TRequest)body, Typed<TInput>(from.Records!), call),
        };

    private static async Task<object> Erase<T>(Task<T> task)
        where T : class => await task;

    private static async IAsyncEnumerable<T> Typed<T>(
        IAsyncEnumerable<object> records, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var record in records.WithCancellation(cancel))
        {
            yield return (T)record;
        }
    }
}
