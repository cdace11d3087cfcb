using System.Text.Json;
using Dxflow.Surfaces.Wire;
using Microsoft.AspNetCore.Http;

namespace Dxflow.Surfaces.Http.Answers;

/// <summary>
/// What anybody may ask: <c>/healthz</c>, is the engine alive, and <c>/readyz</c>, does it take changes. For those who decide whether to
/// restart it, and whether to send work to it.
/// </summary>
internal sealed class HealthAnswers(Func<string?> obstacle, CancellationToken stopping)
{
    private const string Alive = "/healthz";
    private const string Ready = "/readyz";

    /// <summary>False if the path is another.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value;
        if (path is not (Alive or Ready))
        {
            return false;
        }

        if (context.Request.Method is not ("GET" or "HEAD"))
        {
            throw HttpRefusal.NotAllowed(context.Request.Method, path, "GET");
        }

        var answer = stopping.IsCancellationRequested ? new HealthAnswer("stopping")
            : path == Ready && obstacle() is { } reason ? new HealthAnswer("unready", reason)
            : new HealthAnswer(path == Ready ? "ready" : "ok");
        context.Response.StatusCode = answer.Status is "ok" or "ready" ? 200 : 503;
        await Exchange.WriteJsonAsync(
            context, "application/json", JsonSerializer.SerializeToUtf8Bytes(answer, WireJson.Default.HealthAnswer));
        return true;
    }
}
