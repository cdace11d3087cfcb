using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Dxflow.EndToEnd.Support;

namespace Dxflow.EndToEnd.Network;

/// <summary>
/// A request in bytes to an engine's clear port that stays open: what has come of its answer, and when the engine ended it. One that is
/// not read any more is one whose client sleeps.
/// </summary>
internal sealed class OpenRequest : IDisposable
{
    private const string EndRecord = "\"fault\":{";

    private readonly TcpClient _client = new();
    private readonly StringBuilder _text = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _until;

    private OpenRequest(string until) => _until = until;

    /// <summary>The engine has said that it is over, or closed it.</summary>
    public Task Ended => _ended.Task;

    /// <summary>A moment of the stopwatch.</summary>
    public long EndedAt { get; private set; }

    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Sends it, and waits until the answer has got so far; with <paramref name="isRead"/> it is read to its end.</summary>
    public static async Task<OpenRequest> Begin(string url, byte[] request, string until, bool isRead = true)
    {
        var open = new OpenRequest(until);
        await open._client.ConnectAsync("127.0.0.1", new Uri(url).Port);
        await open._client.GetStream().WriteAsync(request);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = isRead ? open.ReadAsync(begun) : open.SleepAsync(begun);
        await begun.Task.WaitAsync(Home.Patience);
        return open;
    }

    public void Dispose() => _client.Dispose();

    private async Task ReadAsync(TaskCompletionSource begun)
    {
        try
        {
            while (await NextAsync(begun) && !Text.Contains(EndRecord, StringComparison.Ordinal))
            {
                // Until the engine says that it is over: the connection itself may be kept for another request.
            }
        }
        catch (Exception cut) when (cut is IOException or ObjectDisposedException)
        {
            // A reset is an end too.
        }

        End();
        begun.TrySetException(new InvalidOperationException($"ended too early: {Text}"));
    }

    /// <summary>Reads so far, then only looks whether the other end is still there.</summary>
    private async Task SleepAsync(TaskCompletionSource begun)
    {
        while (!begun.Task.IsCompleted && await NextAsync(begun))
        {
            // Until it has begun.
        }

        while (!_client.Client.Poll(0, SelectMode.SelectError) && IsThere())
        {
            await Task.Delay(10);
        }

        End();
    }

    /// <summary>A chunk or a frame that says nothing is refused by a connection that is gone.</summary>
    private bool IsThere()
    {
        try
        {
            return _client.Client.Send([0x8a, 0x80, 0, 0, 0, 0]) > 0;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task<bool> NextAsync(TaskCompletionSource begun)
    {
        var chunk = new byte[4096];
        var read = await _client.GetStream().ReadAsync(chunk);
        lock (_text)
        {
            _text.Append(Encoding.Latin1.GetString(chunk, 0, read));
        }

        if (Text.Contains(_until, StringComparison.Ordinal))
        {
            begun.TrySetResult();
        }

        return read > 0;
    }

    private void End()
    {
        EndedAt = Stopwatch.GetTimestamp();
        _ended.TrySetResult();
    }
}
