using System.Net.Http.Headers;
using Dxflow.Operations;
using Dxflow.Surfaces.Wire;
using Microsoft.AspNetCore.Http;

namespace Dxflow.Surfaces.Http.Requests;

/// <summary>Reads the whole body of a request whose shape has no other use for it. Its size is limited by the server.</summary>
internal static class BodyReader
{
    public static async Task<object> ReadAsync(HttpContext context, Match match)
    {
        var http = context.Request;
        var body = ReadOnlyMemory<byte>.Empty;
        if (http.ContentLength > 0 || http.Headers.TransferEncoding.Count > 0)
        {
            Wanted(http.ContentType, "application/json");
            using var whole = new MemoryStream((int)Math.Min(http.ContentLength ?? 0, WireLimits.RequestBytesMax));
            await CopyAsync(http.Body, whole, context.RequestAborted);
            body = whole.GetBuffer().AsMemory(0, (int)whole.Length);
        }

        if (http.Method is "GET" or "HEAD" && !body.IsEmpty)
        {
            throw Fault.Invalid($"{http.Method} takes no body.", "Put the properties into the query.");
        }

        return RequestParts.Read(match, http.Query, body);
    }

    private static async Task CopyAsync(Stream body, MemoryStream to, CancellationToken gone)
    {
        try
        {
            await body.CopyToAsync(to, gone);
        }
        catch (IOException bad) when (bad is not BadHttpRequestException && !gone.IsCancellationRequested)
        {
            throw Fault.Invalid($"The body cannot be read: {bad.Message}", "Send it whole, with its length or in chunks.");
        }
    }

    public static void Wanted(string? given, string wanted)
    {
        var isRead = MediaTypeHeaderValue.TryParse(given, out var type);
        if (!isRead || !string.Equals(type!.MediaType, wanted, StringComparison.OrdinalIgnoreCase))
        {
            throw HttpRefusal.MediaType(given, wanted);
        }
    }
}
