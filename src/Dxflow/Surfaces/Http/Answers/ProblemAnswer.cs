using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Surfaces.Http.Requests;
using Dxflow.Surfaces.Wire;
using Microsoft.AspNetCore.Http;

namespace Dxflow.Surfaces.Http.Answers;

/// <summary>Turns whatever was thrown into problem+json. Once the answer has begun, all that is left is to cut the connection.</summary>
internal static class ProblemAnswer
{
    public static async Task WriteAsync(HttpContext context, Exception failure, bool stopping)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        var (status, fault) = Explain(failure, stopping);
        context.Response.Clear();
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = (failure as HttpRefusal)?.Challenge ?? BearerToken.Challenge(context.Request);
        }

        if (failure is HttpRefusal refusal)
        {
            context.Response.Headers.Allow = refusal.Allow;
            context.Response.Headers.ContentRange = refusal.ContentRange;
            context.Response.Headers.SecWebSocketVersion = refusal.WebSocketVersion;
        }

        var problem = ProblemDocument.Of(fault, status, context.Request.Path);
        await Exchange.WriteJsonAsync(
            context, ProblemDocument.MediaType, JsonSerializer.SerializeToUtf8Bytes(problem, WireJson.Default.ProblemDocument));
    }

    private static (int Status, FaultInfo Fault) Explain(Exception failure, bool stopping) => failure switch
    {
        HttpRefusal refusal => (refusal.Status, refusal.Info),
        Fault { Info.Code: FaultKind.Cancelled } when stopping => Stopping,
        // A full disk is the one exhaustion that has a status of its own.
        Fault { Info.Code: FaultKind.Exhausted, InnerException: IOException } full => (507, full.Info),
        Fault fault => (FaultCodes.Status(fault.Info.Code), fault.Info),
        BadHttpRequestException bad => (bad.StatusCode, new FaultInfo(FaultKind.Invalid, bad.Message)),
        _ when stopping => Stopping,
        _ => (500, new FaultInfo(FaultKind.Internal, "The answer could not be written.", failure.GetType().Name)),
    };

    private static (int, FaultInfo) Stopping =>
        (503, new FaultInfo(FaultKind.Unavailable, "The engine is stopping.", "Try again in a moment."));
}
