using Dxflow.Operations;
using Dxflow.Surfaces.Http.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Dxflow.Surfaces.Http.Tus;

/// <summary>
/// tus 1.0 (https://tus.io/protocols/resumable-upload) at <c>/api/tus</c>, for clients that speak nothing else: core, creation (also with
/// upload and with a length that is told later), termination, checksum, expiration and concatenation. A dialect of the operations that say
/// what they do for it (<see cref="Operation.Tus"/>): the same gate, permissions and audit.
/// </summary>
internal sealed class TusDialect(Gate gate, TimeProvider time)
{
    private const string Root = "/api/tus";
    private const string Version = "1.0.0";
    private const string ResumableName = "Tus-Resumable";
    private const int ChecksumMismatch = 460;

    private readonly Dictionary<TusAct, Operation> _operations = gate.Operations.All
        .Where(static operation => operation.Tus is not null).ToDictionary(static operation => operation.Tus!.Act);

    public static string AddressOf(string id) => $"{Root}/{id}";

    public bool Takes(HttpRequest request) => _operations.Count > 0
        && request.Path.Value is { } path
        && (path is Root or Root + "/" || path.StartsWith(Root + "/", StringComparison.Ordinal));

    public async Task AnswerAsync(HttpContext context, Func<Connection> connection)
    {
        var (request, response) = (context.Request, context.Response);
        response.OnStarting(() =>
        {
            response.Headers[ResumableName] = Version;
            return Task.CompletedTask;
        });
        var method = request.Headers["X-HTTP-Method-Override"].ToString() is { Length: > 0 } other ? other : request.Method;
        if (method == "OPTIONS")
        {
            Tell(response);
            return;
        }

        if (request.Headers[ResumableName] != Version)
        {
            response.Headers["Tus-Version"] = Version;
            throw new HttpRefusal(
                412, new FaultInfo(FaultKind.Invalid, $"{ResumableName} has to be {Version}.", "Send it with every request."));
        }

        var path = request.Path.Value!;
        var id = path.Length > Root.Length + 1 ? path[(Root.Length + 1)..].TrimEnd('/') : null;
        var act = (method, id) switch
        {
            ("POST", null) => TusAct.Create,
            ("HEAD", not null) => TusAct.Show,
            ("PATCH", not null) => TusAct.Append,
            ("DELETE", not null) => TusAct.Remove,
            _ => throw HttpRefusal.NotAllowed(method, path, id is null ? "OPTIONS, POST" : "DELETE, HEAD, OPTIONS, PATCH"),
        };
        try
        {
            var upload = await AnswerAsync(context, connection(), act, id);
            if (act == TusAct.Show && !upload.Done && upload.Offset == upload.Length)
            {
                // A client takes an offset at the end for success.
                throw Fault.Conflict("All of it is there, and its path is taken.", "Give it up and begin again with another path.");
            }

            response.StatusCode = act switch { TusAct.Create => 201, TusAct.Show => 200, _ => 204 };
            if (act != TusAct.Remove)
            {
                TusHeaders.Write(response.Headers, upload, whole: act == TusAct.Show);
            }
        }
        catch (Fault fault) when (fault.InnerException is ChecksumException)
        {
            throw new HttpRefusal(ChecksumMismatch, fault.Info);
        }
    }

    private static void Tell(HttpResponse response)
    {
        response.StatusCode = 204;
        response.Headers["Tus-Version"] = Version;
        response.Headers["Tus-Extension"] =
            "creation,creation-with-upload,creation-defer-length,termination,checksum,expiration,concatenation";
        response.Headers["Tus-Checksum-Algorithm"] = "sha256,sha1";
    }

    private async Task<Resumable> AnswerAsync(HttpContext context, Connection connection, TusAct act, string? id)
    {
        var headers = context.Request.Headers;
        switch (act)
        {
            case TusAct.Create:
                var made = await CallAsync(context, connection, act, TusHeaders.Creation(headers, context.Request.Query));
                context.Response.Headers.Location = AddressOf(made.Id);
                if (context.Request.ContentType is null || made.Length == made.Offset)
                {
                    return made;
                }

                headers[TusHeaders.Offset] = "0";
                headers.Remove(TusHeaders.Length);
                return await AppendAsync(context, connection, made.Id);
            case TusAct.Append:
                return await AppendAsync(context, connection, id!);
            default:
                return await CallAsync(context, connection, act, new() { ["id"] = [id!] });
        }
    }

    private async Task<Resumable> AppendAsync(HttpContext context, Connection connection, string id)
    {
        BodyReader.Wanted(context.Request.ContentType, TusHeaders.Body);
        Exchange.Unhurried(context);
        return await CallAsync(context, connection, TusAct.Append, TusHeaders.Piece(context.Request.Headers, id));
    }

    private async Task<Resumable> CallAsync(
        HttpContext context, Connection connection, TusAct act, Dictionary<string, string[]> given)
    {
        var operation = _operations[act];
        var match = new Match(operation, []);
        var query = new QueryCollection(given.ToDictionary(
            static one => one.Key, static one => new StringValues(one.Value)));
        var admission = await gate.AdmitAsync(operation, connection);
        await using var eviction = new Eviction(context, admission.Caller.Ended, time);
        var input = operation.Shape == Shape.Upload ? new OperationInput(null, context.Request.Body) : default;
        var request = RequestParts.Read(match, query, default);
        return operation.Tus!.Tell(
            await gate.CallAsync(admission, request, Exchange.ExtrasOf(operation, context.Request.Headers, input)));
    }
}
