using System.Globalization;
using Dxflow.Operations;
using Dxflow.Surfaces.Http.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Dxflow.Surfaces.Http.Answers;

/// <summary>
/// Writes bytes with their length and tag. One range is honoured (RFC 9110, 14) where the source can seek; several at once, or a
/// range whose <c>If-Range</c> no longer fits, get the whole.
/// </summary>
internal static class DownloadAnswer
{
    private const int ChunkBytes = 64 * 1024;

    public static async Task WriteAsync(Exchange exchange)
    {
        exchange.Unhurried();
        var request = await BodyReader.ReadAsync(exchange.Context, exchange.Match);
        var download = (Download)await exchange.Gate.CallAsync(exchange.Admission, request, exchange.Extras(default));
        await using var content = download.Content;
        var http = exchange.Context.Request;
        var response = exchange.Response;
        response.ContentType = download.MediaType;
        var tag = download.ETag is null ? null : $"\"{download.ETag}\"";
        response.Headers.ETag = tag;
        if (download.FileName is not null)
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(download.FileName);
            response.Headers.ContentDisposition = disposition.ToString();
        }

        if (tag is not null && IsKnown(http.Headers.IfNoneMatch.ToString(), tag))
        {
            response.StatusCode = 304;
            return;
        }

        var seekable = content.CanSeek && download.Length is not null;
        response.Headers.AcceptRanges = seekable ? "bytes" : "none";
        var (first, length) = seekable && Range(http, tag, download.Length!.Value) is { } range
            ? Partial(response, content, range, download.Length.Value)
            : (0, download.Length);
        response.ContentLength = length;
        if (http.Method != "HEAD")
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(
                exchange.Admission.Connection.Closed, exchange.Admission.Caller.Ended);
            await CopyAsync(content, response, length, ended.Token);
        }
    }

    private static bool IsKnown(string condition, string tag) =>
        condition == "*" || condition.Split(',', StringSplitOptions.TrimEntries).Contains(tag);

    private static (long First, long? Length) Partial(HttpResponse response, Stream content, (long First, long Last) range, long whole)
    {
        response.StatusCode = 206;
        response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {range.First}-{range.Last}/{whole}");
        content.Seek(range.First, SeekOrigin.Begin);
        return (range.First, range.Last - range.First + 1);
    }

    private static (long First, long Last)? Range(HttpRequest http, string? tag, long length)
    {
        var stale = http.Headers.IfRange.ToString() is { Length: > 0 } condition && condition != tag;
        if (stale
            || !RangeHeaderValue.TryParse(http.Headers.Range.ToString(), out var header)
            || header.Unit != "bytes"
            || header.Ranges.Count != 1)
        {
            return null;
        }

        var asked = header.Ranges.Single();
        var (first, last) = asked.From is { } from
            ? (from, Math.Min(asked.To ?? long.MaxValue, length - 1))
            : (Math.Max(0, length - asked.To!.Value), length - 1);
        return first <= last
            ? (first, last)
            : throw new HttpRefusal(
                416, new FaultInfo(FaultKind.Invalid, $"There are {length} bytes; {http.Headers.Range} is not among them."))
            {
                ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}"),
            };
    }

    private static async Task CopyAsync(Stream from, HttpResponse to, long? length, CancellationToken closed)
    {
        var left = length ?? long.MaxValue;
        while (left > 0)
        {
            var chunk = to.BodyWriter.GetMemory(ChunkBytes);
            var read = await from.ReadAsync(chunk[..(int)Math.Min(chunk.Length, left)], closed);
            if (read == 0)
            {
                break;
            }

            to.BodyWriter.Advance(read);
            left -= read;
            await to.BodyWriter.FlushAsync(closed);
        }

        if (length is not null && left > 0)
        {
            throw new IOException($"The source ended {left} bytes early.");
        }
    }
}
