using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Operations.Contracts;

namespace Dxflow.Operations;

internal enum Effect
{
    Reads,
    Changes,
}

/// <summary>How requests and answers flow. Every surface knows these five and nothing else.</summary>
internal enum Shape
{
    /// <summary>One record in, one record out.</summary>
    Call,

    /// <summary>One record in, many out, then one <c>end</c>.</summary>
    Stream,

    /// <summary>One record and bytes in, one record out.</summary>
    Upload,

    /// <summary>One record in, bytes out, with length and ranges.</summary>
    Download,

    /// <summary>One record, then records both ways, then one <c>end</c>.</summary>
    Duplex,
}

/// <summary>Bytes for a client: the stream is owned by the surface, which disposes of it.</summary>
internal sealed record Download(Stream Content, long? Length, string MediaType, string? FileName = null, string? ETag = null);

/// <summary>
/// One thing the engine can do: defined once, static, and shown by every surface. The service is handed to the handler by the
/// daemon (<see cref="Service"/> names its type), so that a client can read the definition without ever making an engine.
/// Handlers are erased to objects here and typed in the factory methods only.
/// </summary>
internal sealed partial class Operation
{
    private JsonTypeInfo? _request;
    private JsonTypeInfo? _response;
    private JsonTypeInfo? _input;

    private Operation(string name, string route, Permission permission, Effect effect, string summary)
    {
        Name = name;
        (Method, Path) = route.Split(' ', 2) is [var method, var path] ? (method, path) : throw new ArgumentException(route, nameof(route));
        Permission = permission;
        Effect = effect;
        Summary = summary;
    }

    /// <summary><c>noun.verb</c>, or <c>noun.thing.verb</c>; the command is these words after <c>dxflow</c>.</summary>
    public string Name { get; }

    public string Noun => Name[..Name.IndexOf('.')];

    /// <summary>One word, or two where a noun has things of its own: <c>platform.image.list</c> is <c>image list</c>.</summary>
    public string Verb => Name[(Name.IndexOf('.') + 1)..].Replace('.', ' ');

    /// <summary>HTTP method and path template, <c>/api/workflows/{name}</c>: what is in braces is a property of the request.</summary>
    public string Method { get; }

    public string Path { get; }

    /// <summary>What the path does not say of the request is asked for in the query, since there is no JSON body.</summary>
    public bool HasQuery => Method is "GET" or "DELETE" || Shape == Shape.Upload;

    /// <summary>The functional permission that is needed; <see cref="Permission.None"/>: any caller that is known.</summary>
    public Permission Permission { get; }

    public Effect Effect { get; }

    /// <summary>One sentence for help, OpenAPI and the reference.</summary>
    public string Summary { get; }

    public required Shape Shape { get; init; }

    public required Type Service { get; init; }

    /// <summary>The noun's JSON context, which knows all its records.</summary>
    public required JsonSerializerContext Json { get; init; }

    public required Type RequestType { get; init; }

    public Type? ResponseType { get; init; }

    public Type? InputType { get; init; }

    /// <summary>
    /// Contracts are made when they are first asked for: a command of one verb does not pay for those of all the others, which
    /// would take longer than the rest of its start.
    /// </summary>
    public JsonTypeInfo Request => _request ??= Contract.In(Json, RequestType);

    /// <summary>The contract of the answer, or of each record of a stream; null for a <see cref="Shape.Download"/>.</summary>
    public JsonTypeInfo? Response => _response ??= ResponseType is null ? null : Contract.In(Json, ResponseType);

    /// <summary>Whether the records of a stream are numbered (<c>sequence</c>), so that it can be taken up after one of them.</summary>
    public bool IsNumbered => Shape == Shape.Stream && Contract.Of(Response!).Find("sequence") is not null;

    /// <summary>
    /// Of a stream whose records have no numbers, the place behind a record: server-sent events carry it as their id, and a client that
    /// comes back with it (Last-Event-ID) goes on there. Asked for when a record is written, before the next is made. A place that is
    /// empty says that there are too many to be told; null: this stream has none.
    /// </summary>
    public Func<object, string?>? Place { get; private set; }

    /// <summary>The contract of each further record that the client of a <see cref="Shape.Duplex"/> sends.</summary>
    public JsonTypeInfo? Input => _input ??= InputType is null ? null : Contract.In(Json, InputType);

    /// <summary>A destructive command asks on a terminal; <c>--yes</c> answers.</summary>
    public bool Destructive { get; init; }

    /// <summary>Ends work or gives room, and writes next to nothing: goes on while the disk is full.</summary>
    public bool Relieves { get; init; }

    /// <summary>Anybody may call it, unknown as they are; how often is limited. The few that are so are how one becomes known.</summary>
    public bool IsPublic { get; private set; }

    /// <summary>
    /// Of one that anybody may call with the password of what it opens: the property of the request that has it. HTTP takes it from the
    /// Basic scheme, and asks for that where it is missing.
    /// </summary>
    public string? PasswordField { get; private set; }

    /// <summary>What it does for tus, which is spoken at one place for all; null for most.</summary>
    public TusRole? Tus { get; private set; }

    /// <summary>Whole command lines, shown by <c>--help</c> and the reference.</summary>
    public IReadOnlyList<string> Examples { get; private set; } = [];

    /// <summary>
    /// service, request, input records (duplex), body (upload), call → answer (Task of object, or IAsyncEnumerable of object).
    /// </summary>
    public required Func<object, object, OperationInput, Call, object> Handler { get; init; }

    /// <summary>
    /// Said where the operation is defined, like <see cref="With"/>. <paramref name="password"/>: see <see cref="PasswordField"/>.
    /// </summary>
    public Operation ForAnybody(string? password = null)
    {
        (IsPublic, PasswordField) = (true, password);
        return this;
    }

    /// <summary>Said where the operation is defined, like <see cref="With"/>.</summary>
    public Operation PlacedBy<TItem>(Func<TItem, string?> place)
    {
        Place = record => place((TItem)record);
        return this;
    }

    /// <summary>Said where the operation is defined, like <see cref="With"/>.</summary>
    public Operation ForTus<TResponse>(TusAct act, Func<TResponse, Resumable> tell)
    {
        Tus = new TusRole(act, answer => tell((TResponse)answer));
        return this;
    }

    /// <summary>Said where the operation is defined: <c>Operation.Call(…).With("dxflow shell create build")</c>.</summary>
    public Operation With(params string[] examples)
    {
        Examples = examples;
        return this;
    }
}

/// <summary>What comes after the request: records for a duplex, bytes for an upload.</summary>
internal readonly record struct OperationInput(IAsyncEnumerable<object>? Records, Stream? Body);
