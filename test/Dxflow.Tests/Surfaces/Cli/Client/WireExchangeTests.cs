using System.Text;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli.Client;
using Xunit;

namespace Dxflow.Tests.Surfaces.Cli.Client;

public sealed class WireExchangeTests
{
    private static readonly HttpCall Get = new("GET", "/x", [new("Accept", "a/b")]);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello, and more", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", "")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", "hi")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "hi")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nX: y\r\n\r\n", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n", "0123456789")]
    public async Task A_body_is_read_whole_however_it_arrives(string answer, string expected)
    {
        foreach (var pieceBytes in new[] { 1, 3, 1000 })
        {
            await using var server = new ScriptedServer(answer, pieceBytes);
            await using var exchange = await WireExchange.OpenAsync(UnixRoute.To(server.Socket), Get, default);
            _ = await exchange.ReadHeadAsync(default);
            using var reader = new StreamReader(exchange.Body);
            Assert.Equal(expected, await reader.ReadToEndAsync());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno header\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    public async Task An_answer_that_is_cut_or_is_none_is_unavailable(string answer)
    {
        await using var server = new ScriptedServer(answer);
        await using var exchange = await WireExchange.OpenAsync(UnixRoute.To(server.Socket), Get, default);
        var fault = await Assert.ThrowsAsync<Fault>(async () =>
        {
            _ = await exchange.ReadHeadAsync(default);
            using var reader = new StreamReader(exchange.Body);
            _ = await reader.ReadToEndAsync();
        });
        Assert.Equal(FaultKind.Unavailable, fault.Info.Code);
    }

    [Fact]
    public async Task Endless_heads_and_lines_are_given_up()
    {
        var header = string.Concat(Enumerable.Repeat("X: " + new string('y', 1000) + "\r\n", 100));
        foreach (var answer in new[] { "HTTP/1.1 200 OK\r\n" + header, new string('x', 200_000) })
        {
            await using var server = new ScriptedServer(answer);
            await using var exchange = await WireExchange.OpenAsync(UnixRoute.To(server.Socket), Get, default);
            var fault = await Assert.ThrowsAsync<Fault>(() => exchange.ReadHeadAsync(default));
            Assert.Equal(FaultKind.Unavailable, fault.Info.Code);
        }
    }

    [Fact]
    public async Task The_request_is_plain_HTTP_1_1()
    {
        await using var server = new ScriptedServer("HTTP/1.1 204 No Content\r\n\r\n");
        var call = new HttpCall("POST", "/a?b=c", [new("Content-Type", "text/plain")], Encoding.UTF8.GetBytes("hi"));
        await using var exchange = await WireExchange.OpenAsync(UnixRoute.To(server.Socket), call, default);
        Assert.Equal(204, (await exchange.ReadHeadAsync(default)).Status);
        const string head = "POST /a?b=c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n";
        Assert.StartsWith(head, server.Heard);
    }

    [Fact]
    public async Task Nobody_there_is_unavailable()
    {
        var fault = await Assert.ThrowsAsync<Fault>(() => WireExchange.OpenAsync(UnixRoute.To("/nonexistent/e.sock"), Get, default));
        Assert.Equal(
            (FaultKind.Unavailable, true), (fault.Info.Code, fault.Info.Detail.Contains("/nonexistent/e.sock", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Another_server_is_told_from_an_engine()
    {
        await using var server = new ScriptedServer("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno");
        var ran = await SampleEngine.RunAsync(server.Socket, Dxflow.Surfaces.Cli.Terminals.TerminalFacts.None, "", "sample", "list");
        Assert.Equal(5, ran.Exit);
        Assert.Contains("status 502", ran.Error);
    }
}
