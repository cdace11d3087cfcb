using System.Text;
using Dxflow.Operations;
using Xunit;

namespace Dxflow.Tests.Surfaces.Http;

/// <summary>A caller whose key is taken away and who reads nothing of what it is told.</summary>
public sealed class EvictionTests : IAsyncLifetime
{
    private SampleEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await SampleEngine.StartAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData(
        "POST /api/samples/loud/talk HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "3\r\n{}\n\r\n",
        "1\r\n\n\r\n")]
    [InlineData(
        "GET /api/samples/loud/talk HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: dxflow.v1\r\n\r\n\u0081\u0082\0\0\0\0{}",
        "\u008a\u0080\0\0\0\0")]
    public async Task One_that_reads_nothing_is_cut_off_and_its_handler_ends(string request, string harmless)
    {
        await using var stream = await _engine.ConnectAsync(null, default);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        var shouted = -1L;
        while (shouted != _engine.Samples.Shouted || shouted <= 0)
        {
            // Until it is held back by what nobody reads.
            shouted = _engine.Samples.Shouted;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        await _engine.KeyGone.CancelAsync();
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (true)
            {
                await stream.WriteAsync(Encoding.Latin1.GetBytes(harmless));
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        });
        await UntilAsync(() => Acts().Contains(AuditAct.Ended));
    }

    [Fact]
    public async Task A_download_stops_in_the_middle()
    {
        _engine.Samples.Content = new byte[64 * 1024 * 1024];
        using var response = await _engine.Http.GetAsync("/api/samples/alpha/content", HttpCompletionOption.ResponseHeadersRead);
        await _engine.KeyGone.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task An_upload_stops_in_the_middle()
    {
        await using var stream = await _engine.ConnectAsync(null, default);
        await stream.WriteAsync("PUT /api/samples/alpha/content HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nsome"u8.ToArray());
        using var reader = new StreamReader(stream);
        await UntilAsync(() => Acts().Count > 0);

        await _engine.KeyGone.CancelAsync();
        Assert.StartsWith("HTTP/1.1 401", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task A_change_whose_body_came_slowly_is_not_made_any_more()
    {
        await using var stream = await _engine.ConnectAsync(null, default);
        await stream.WriteAsync(
            "POST /api/samples HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 22\r\n\r\n"u8.ToArray());
        await UntilAsync(() => _engine.LastPeer is not null);

        await _engine.KeyGone.CancelAsync();
        await stream.WriteAsync("{\"name\":\"a\",\"count\":1}"u8.ToArray());
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 401", await reader.ReadLineAsync());
        Assert.Equal(0, _engine.Samples.Made);
    }

    private List<AuditAct> Acts()
    {
        lock (_engine.Audit)
        {
            return [.. _engine.Audit.Select(static entry => entry.Act)];
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
