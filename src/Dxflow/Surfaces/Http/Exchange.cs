using System.Globalization;
using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Surfaces.Http.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Dxflow.Surfaces.Http;

/// <summary>One request and its answer, after the gate let the caller in: what the writers of the five shapes share.</summary>
internal sealed record Exchange(
    HttpContext Context, Gate Gate, Admission Admission, Match Match, TimeProvider Time, CancellationToken Stopping)
{
    public Operation Operation => Admission.Operation;

    public HttpResponse Response => Context.Response;

    /// <summary>Of the records that are answered, one after the other.</summary>
    public FlushPace Pace { get; } = new(Time);

    public CallExtras Extras(OperationInput input) => ExtrasOf(Operation, Context.Request.Headers, input);

    /// <summary>Headers of HTTP, or metadata of gRPC: the same names.</summary>
    public static CallExtras ExtrasOf(Operation operation, IHeaderDictionary headers, OperationInput input)
    {
        var key = headers["Idempotency-Key"].ToString();
        var last = headers["Last-Event-ID"].ToString();
        if (last.Length > 0 && operation.Place is not null)
        {
            return new CallExtras(input, key.Length == 0 ? null : key, 0, headers.Accept, last);
        }

        var after = 0L;
        if (last.Length > 0 && !(long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out after) && after >= 0))
        {
            throw Fault.Invalid($"Last-Event-ID must be the number of an event, not '{last}'.", "Leave it out to begin at the beginning.");
        }

        if (last.Length > 0 && operation.Shape == Shape.Stream && !operation.IsNumbered)
        {
            throw Fault.Invalid(
                $"The records of {operation.Name} have neither numbers nor places, so it cannot go on after one.",
                "Leave Last-Event-ID out.");
        }

        return new CallExtras(input, key.Length == 0 ? null : key, after, headers.Accept);
    }

    /// <summary>A stream may pause for hours and an upload may be slow: no minimal data rates, no limit of the body.</summary>
    public void Unhurried() => Unhurried(Context);

    public static void Unhurried(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } reading)
        {
            reading.MinDataRate = null;
        }

        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } writing)
        {
            writing.MinDataRate = null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }

    public Task WriteJsonAsync(object answer) =>
        WriteJsonAsync(Context, "application/json", JsonSerializer.SerializeToUtf8Bytes(answer, Operation.Response!));

    public static async Task WriteJsonAsync(HttpContext context, string mediaType, byte[] json)
    {
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }
}
