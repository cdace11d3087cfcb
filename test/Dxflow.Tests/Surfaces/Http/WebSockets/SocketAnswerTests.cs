using System.Net.WebSockets;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Surfaces.Http.WebSockets;

public sealed class SocketAnswerTests : IAsyncLifetime
{
    private SampleEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await SampleEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Records_go_both_ways_and_the_end_comes_before_the_close()
    {
        using var client = await SocketClient.OpenAsync(_engine);
        Assert.Equal("dxflow.v1", client.Socket.SubProtocol);
        await client.SendAsync("{}");
        Assert.Equal("hello alpha", (string?)(await client.NextAsync())!["text"]);
        await client.SendAsync("{\"text\":\"one\"}");
        Assert.Equal("ONE", (string?)(await client.NextAsync())!["text"]);
        await client.SendAsync("{\"text\":\"bye\"}");
        Assert.Equal("BYE", (string?)(await client.NextAsync())!["text"]);
        Assert.Equal("{\"end\":{\"code\":0}}", (await client.NextAsync())!.ToJsonString());
        Assert.Null(await client.NextAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.Socket.CloseStatus);
        Assert.Equal([AuditAct.Opened, AuditAct.Ended], _engine.Audit.Select(static entry => entry.Act));
    }

    [Fact]
    public async Task A_message_may_come_in_many_frames_and_blank_ones_say_nothing()
    {
        using var client = await SocketClient.OpenAsync(_engine);
        await client.SendAsync("{}");
        await client.NextAsync();
        await client.SendAsync(" \n");
        foreach (var letter in "{\"text\":\"a")
        {
            await client.SendAsync(letter.ToString(), isWhole: false);
            await client.SendAsync("", isWhole: false);
        }

        await client.SendAsync("b\"}");
        Assert.Equal("AB", (string?)(await client.NextAsync())!["text"]);
    }

    [Theory]
    [InlineData("nul", "invalid")]
    [InlineData("[]", "invalid")]
    [InlineData("{\"run\":\"x\"}", "invalid")]
    [InlineData("{\"name\":\"beta\"}", "invalid")]
    [InlineData("{}\n{}", "invalid")]
    public async Task A_request_that_makes_no_sense_is_told_by_the_end(string request, string fault)
    {
        using var client = await SocketClient.OpenAsync(_engine);
        await client.SendAsync(request);
        Assert.Equal(fault, await client.EndAsync());
    }

    [Fact]
    public async Task A_record_that_makes_no_sense_is_told_by_the_end()
    {
        using var client = await SocketClient.OpenAsync(_engine);
        await client.SendAsync("{}");
        await client.SendAsync("{\"words\":1}");
        Assert.Equal("invalid", await client.EndAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_message_that_is_too_long_is_1009_and_a_binary_one_1003(int which)
    {
        foreach (var (bytes, type, status) in ((int, WebSocketMessageType, WebSocketCloseStatus)[])[
            ((1024 * 1024) + 1, WebSocketMessageType.Text, WebSocketCloseStatus.MessageTooBig),
            (3, WebSocketMessageType.Binary, WebSocketCloseStatus.InvalidMessageType)])
        {
            using var client = await SocketClient.OpenAsync(_engine);
            if (which == 2)
            {
                await client.SendAsync("{}");
            }

            await client.Socket.SendAsync(new byte[bytes], type, true, default);
            Assert.Equal("invalid", await client.EndAsync());
            Assert.Null(await client.NextAsync());
            Assert.Equal(status, client.Socket.CloseStatus);
        }
    }

    [Fact]
    public async Task The_longest_message_is_taken()
    {
        using var client = await SocketClient.OpenAsync(_engine);
        await client.SendAsync("{}");
        await client.NextAsync();
        var text = new string('x', (1024 * 1024) - "{\"text\":\"\"}".Length);
        await client.SendAsync($"{{\"text\":\"{text}\"}}");
        Assert.Equal(text.Length, ((string?)(await client.NextAsync())!["text"])!.Length);
    }

    [Fact]
    public async Task A_client_that_sends_more_than_is_used_is_held_back()
    {
        using var client = await SocketClient.OpenAsync(_engine, name: "deaf");
        await client.SendAsync("{}");
        await client.NextAsync();
        var sending = SendManyAsync(client);
        Assert.False(sending.IsCompleted);
        var ended = client.EndAsync();
        _engine.Samples.Waiting.SetResult();
        await sending;
        Assert.Equal("", await ended);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_closes_or_breaks_off_ends_the_handler(bool inOrder)
    {
        using var client = await SocketClient.OpenAsync(_engine, name: "deaf");
        await client.SendAsync("{}");
        await client.NextAsync();
        if (inOrder)
        {
            await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
            Assert.Equal("cancelled", await client.EndAsync());
        }
        else
        {
            client.Socket.Abort();
        }

        await _engine.Samples.Given.Task;
    }

    [Fact]
    public async Task A_key_that_is_withdrawn_ends_it_before_and_after_the_request()
    {
        using var silent = await SocketClient.OpenAsync(_engine);
        using var talking = await SocketClient.OpenAsync(_engine, name: "deaf");
        await talking.SendAsync("{}");
        await talking.NextAsync();
        await _engine.KeyGone.CancelAsync();
        Assert.Equal("unauthenticated", await silent.EndAsync());
        Assert.Equal("unauthenticated", await talking.EndAsync());
        await _engine.Samples.Given.Task;
    }

    [Fact]
    public async Task A_stop_of_the_engine_says_so()
    {
        using var client = await SocketClient.OpenAsync(_engine, name: "deaf");
        await client.SendAsync("{}");
        await client.NextAsync();
        var stopping = _engine.StopAsync();
        Assert.Equal("unavailable", await client.EndAsync());
        Assert.Null(await client.NextAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.Socket.CloseStatus);
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await stopping;
    }

    private static async Task SendManyAsync(SocketClient client)
    {
        var text = $"{{\"text\":\"{new string('x', 500_000)}\"}}";
        for (var i = 0; i < 20; i++)
        {
            await client.SendAsync(text);
        }

        await client.SendAsync("{\"text\":\"bye\"}");
    }
}
