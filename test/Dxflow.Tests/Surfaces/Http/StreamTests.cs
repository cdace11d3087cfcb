using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Dxflow.Tests.Surfaces.Http;

public sealed class StreamTests : IAsyncLifetime
{
    private SampleEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await SampleEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Events_carry_their_sequence_and_end_with_end()
    {
        using var response = await _engine.Http.GetAsync("/api/samples/alpha/lines?run=2");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.ToString());
        const string expected = """
            id: 1
            data: {"sequence":1,"text":"alpha 1"}

            id: 2
            data: {"sequence":2,"text":"alpha 2"}

            event: end
            data: {"code":0}


            """;
        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Lines_end_with_end()
    {
        using var response = await GetLinesAsync("/api/samples/alpha/lines?run=1");
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("{\"sequence\":1,\"text\":\"alpha 1\"}\n{\"end\":{\"code\":0}}\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_client_that_comes_back_gets_what_it_has_not_seen()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/samples/alpha/lines");
        request.Headers.Add("Last-Event-ID", "2");
        using var response = await _engine.Http.SendAsync(request);
        Assert.StartsWith("id: 3\n", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public async Task A_place_that_is_none_is_invalid(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/samples/alpha/lines");
        request.Headers.Add("Last-Event-ID", id);
        using var response = await _engine.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_failure_in_the_middle_is_told_by_the_end()
    {
        using var response = await GetLinesAsync("/api/samples/broken/lines");
        var last = JsonNode.Parse((await response.Content.ReadAsStringAsync()).TrimEnd().Split('\n')[^1])!["end"]!;
        Assert.Equal(6, (int)last["code"]!);
        Assert.Equal("conflict", (string?)last["fault"]!["code"]);
    }

    [Fact]
    public async Task A_failure_before_the_first_record_has_its_status()
    {
        using var response = await _engine.Http.GetAsync("/api/samples/broken/lines?run=0");
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
    }

    [Fact]
    public async Task A_client_that_goes_is_noticed()
    {
        var response = await GetLinesAsync("/api/samples/alpha/lines?follow=true");
        await _engine.Samples.Waiting.Task;
        response.Dispose();
        await _engine.Samples.Given.Task;
    }

    [Fact]
    public async Task A_stop_of_the_engine_ends_streams_with_unavailable()
    {
        using var response = await GetLinesAsync("/api/samples/alpha/lines?follow=true");
        await _engine.Samples.Waiting.Task;
        var stopping = _engine.StopAsync();
        var last = JsonNode.Parse((await response.Content.ReadAsStringAsync()).TrimEnd().Split('\n')[^1])!["end"]!;
        Assert.Equal((5, "unavailable"), ((int)last["code"]!, (string?)last["fault"]!["code"]));
        await stopping;
    }

    [Fact]
    public async Task A_key_that_is_withdrawn_ends_its_streams()
    {
        using var response = await GetLinesAsync("/api/samples/alpha/lines?follow=true");
        await _engine.Samples.Waiting.Task;
        await _engine.KeyGone.CancelAsync();
        Assert.Contains("\"code\":\"unauthenticated\"", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_wrong_request_is_answered_as_for_any_call()
    {
        using var response = await _engine.Http.GetAsync("/api/samples/alpha/lines?run=x");
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal("run must be a whole number, not 'x'.", (string?)problem!["detail"]);
    }

    private async Task<HttpResponseMessage> GetLinesAsync(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "application/x-ndjson");
        return await _engine.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
