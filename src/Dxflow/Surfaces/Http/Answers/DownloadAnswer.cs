using System.Globalization;
using Dxflow.Operations;
using Dxflow.Surfaces.Http.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Dxflow.Surfaces.Http.Answers;

/// <summary>
/// Writes bytes with their length and tag. Ranges are honoured (RFC 9110, 14) where the source can seek, several of them as one answer in
/// parts; those that ask for more than there is together, or whose <c>If-Range</c> no longer fits, get the whole.
/// </summary>
internal static class DownloadAnswer
{
    /// <summary>Each costs some changes of threads, whatever it has; with much more it no longer stays in the processor's cache.</summary>
    private const int ChunkBytes = 256 * 1024;
    private const int RangesMax = 64;

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
        var ranges = seekable ? Ranges(http, tag, download.Length!.Value) : [];
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            exchange.Admission.Connection.Closed, exchange.Admission.Caller.Ended);
        if (ranges.Count > 1)
        {
            var parts = new RangeParts(ranges, download.Length!.Value, download.MediaType);
            (response.StatusCode, response.ContentType, response.ContentLength) = (206, parts.MediaType, parts.Length);
            for (var at = 0; at < ranges.Count && http.Method != "HEAD"; at++)
            {
                await response.Body.WriteAsync(parts.Heads[at], ended.Token);
                content.Seek(ranges[at].First, SeekOrigin.Begin);
                await CopyAsync(content, response, ranges[at].Last - ranges[at].First + 1, ended.Token);
            }

            await response.Body.WriteAsync(http.Method == "HEAD" ? default : parts.End, ended.Token);
            return;
        }

        response.ContentLength = ranges.Count == 0 ? download.Length : Partial(response, content, ranges[0], download.Length!.Value);
        if (http.Method != "HEAD")
        {
            await CopyAsync(content, response, response.ContentLength, ended.Token);
        }
    }

    private static bool IsKnown(string condition, string tag) =>
        condition == "*" || condition.Split(',', StringSplitOptions.TrimEntries).Contains(tag);

    private static long Partial(HttpResponse response, Stream content, (long First, long Last) range, long whole)
    {
        response.StatusCode = 206;
        response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {range.First}-{range.Last}/{whole}");
        content.Seek(range.First, SeekOrigin.Begin);
        return range.Last - range.First + 1;
    }

    /// <summary>What is asked for, in that order; nothing: all of it.</summary>
    private static List<(long First, long Last)> Ranges(HttpRequest http, string? tag, long length)
    {
        var stale = http.Headers.IfRange.ToString() is { Length: > 0 } condition && condition != tag;
        if (stale
            || !RangeHeaderValue.TryParse(http.Headers.Range.ToString(), out var header)
            || header.Unit != "bytes"
            || header.Ranges.Count > RangesMax)
        {
            return [];
        }

        var there = header.Ranges.Select(asked => asked.From is { } from
                ? (First: from, Last: Math.Min(asked.To ?? long.MaxValue, length - 1))
                : (First: Math.Max(0, length - asked.To!.Value), Last: length - 1))
            .Where(static range => range.First <= range.Last).ToList();
        if (there.Count == 0)
        {
            throw new HttpRefusal(
                416, new FaultInfo(FaultKind.Invalid, $"There are {length} bytes; {http.Headers.Range} is not among them."))
            {
                ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}"),
            };
        }

        // Whoever asks for the same bytes again and again gets them once.
        return there.Sum(static range => range.Last - range.First + 1) <= length ? there : [];
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
