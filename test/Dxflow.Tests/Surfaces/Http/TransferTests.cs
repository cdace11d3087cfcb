using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace Dxflow.Tests.Surfaces.Http;

public sealed class TransferTests : IAsyncLifetime
{
    private const string Content = "/api/samples/alpha/content";
    private SampleEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await SampleEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task A_download_is_whole_with_length_tag_and_name()
    {
        using var response = await _engine.Http.GetAsync(Content);
        Assert.Equal(_engine.Samples.Content, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(200_000, response.Content.Headers.ContentLength);
        Assert.Equal("\"v1\"", response.Headers.ETag!.Tag);
        Assert.Equal("bytes", response.Headers.AcceptRanges.Single());
        Assert.Contains("alpha.bin", response.Content.Headers.ContentDisposition!.ToString());
    }

    [Theory]
    [InlineData("bytes=0-99", 0, 100)]
    [InlineData("bytes=199990-", 199_990, 10)]
    [InlineData("bytes=-5", 199_995, 5)]
    [InlineData("bytes=100-999999", 100, 199_900)]
    [InlineData("bytes=-999999", 0, 200_000)]
    public async Task A_range_gets_just_that(string range, int first, int length)
    {
        using var response = await GetAsync("Range", range);
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(_engine.Samples.Content.AsSpan(first, length).ToArray(), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal($"bytes {first}-{first + length - 1}/200000", response.Content.Headers.ContentRange!.ToString());
    }

    [Theory]
    [InlineData("bytes=200000-")]
    [InlineData("bytes=-0")]
    public async Task A_range_outside_is_416(string range)
    {
        using var response = await GetAsync("Range", range);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal("bytes */200000", response.Content.Headers.ContentRange!.ToString());
    }

    [Theory]
    [InlineData("bytes=5-1")]
    [InlineData("bytes=0-,0-,0-")]
    [InlineData("bytes=0-199999,7-7")]
    [InlineData("lines=0-1")]
    [InlineData("bytes=a-b")]
    public async Task A_range_that_is_not_understood_gets_the_whole(string range)
    {
        using var response = await GetAsync("Range", range);
        Assert.Equal((HttpStatusCode.OK, 200_000L), (response.StatusCode, response.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task Several_ranges_come_in_parts_each_with_its_place()
    {
        using var response = await GetAsync("Range", "bytes=0-1,500000-,100-104,-3");
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal("multipart/byteranges", response.Content.Headers.ContentType!.MediaType);
        var boundary = response.Content.Headers.ContentType.Parameters.Single().Value!;
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(response.Content.Headers.ContentLength, body.Length);
        var expected = new List<byte>();
        foreach (var (first, last) in new[] { (0, 1), (100, 104), (199_997, 199_999) })
        {
            expected.AddRange(Encoding.ASCII.GetBytes(
                $"\r\n--{boundary}\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes {first}-{last}/200000\r\n\r\n"));
            expected.AddRange(_engine.Samples.Content[first..(last + 1)]);
        }

        expected.AddRange(Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n"));
        Assert.Equal(expected, body);
    }

    [Fact]
    public async Task Conditions_are_honoured()
    {
        using var known = await GetAsync("If-None-Match", "\"v0\", \"v1\"");
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var stale = new HttpRequestMessage(HttpMethod.Get, Content);
        stale.Headers.Range = new RangeHeaderValue(0, 1);
        stale.Headers.TryAddWithoutValidation("If-Range", "\"v0\"");
        using var whole = await _engine.Http.SendAsync(stale);
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
    }

    [Fact]
    public async Task Head_says_all_but_the_bytes()
    {
        using var response = await _engine.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, Content));
        Assert.Equal((HttpStatusCode.OK, 200_000L), (response.StatusCode, response.Content.Headers.ContentLength));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task An_upload_may_be_larger_than_any_request()
    {
        var content = new byte[20 * 1024 * 1024];
        Random.Shared.NextBytes(content);
        using var response = await _engine.Http.PutAsync(Content, new ByteArrayContent(content));
        Assert.Contains("\"bytes\":20971520", await response.Content.ReadAsStringAsync());
        Assert.Equal(content, _engine.Samples.Content);
    }

    private async Task<HttpResponseMessage> GetAsync(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Content);
        request.Headers.TryAddWithoutValidation(header, value);
        return await _engine.Http.SendAsync(request);
    }
}
