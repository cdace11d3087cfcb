using Dxflow.Operations;

namespace Dxflow.Surfaces.Http;

/// <summary>
/// What only HTTP knows to refuse (no such route, method, media type or range), with the status that the kind of fault alone does not
/// give.
/// </summary>
internal sealed class HttpRefusal(int status, FaultInfo info) : Exception(info.Detail)
{
    public int Status { get; } = status;

    public FaultInfo Info { get; } = info;

    /// <summary>The methods that this path has, for 405.</summary>
    public string? Allow { get; init; }

    /// <summary>The version of WebSocket that is spoken here, for 426.</summary>
    public string? WebSocketVersion { get; init; }

    /// <summary>How to say who one is, for 401, where that is not a token.</summary>
    public string? Challenge { get; init; }

    /// <summary>How many bytes there are, for 416.</summary>
    public string? ContentRange { get; init; }

    public static HttpRefusal Route(string path) =>
        new(404, new FaultInfo(FaultKind.Missing, $"There is nothing at {path}.", "GET /api/openapi.json lists what there is."));

    public static HttpRefusal NotAllowed(string method, string path, string allow) =>
        new(405, new FaultInfo(FaultKind.Invalid, $"{path} has no {method}.", $"It has {allow}.")) { Allow = allow };

    public static HttpRefusal Accept(string offered) =>
        new(406, new FaultInfo(
            FaultKind.Invalid, $"The answer would be {offered}, which Accept does not name.", $"Send Accept: {offered}."));

    public static HttpRefusal MediaType(string? given, string wanted) =>
        new(415, new FaultInfo(
            FaultKind.Invalid, $"The body is {given ?? "of no stated type"}, not {wanted}.", $"Send Content-Type: {wanted}."));
}
