using Dxflow.Foundation.Files;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;
using Dxflow.Runtimes.Containers.Watching;

namespace Dxflow.Runtimes.Containers.Following;

/// <summary>Which log, and from when on it is the attempt's (nanoseconds; 0 for all of it).</summary>
internal sealed record FollowedLog(string Container, string Directory, bool Terminal, long Since);

/// <summary>
/// Brings one container's log from its engine into the attempt's directory for as long as it runs, whoever reads it there and how many
/// they are. It begins again where it stopped, whichever of the two engines was down. Once the container has ended, the rest is fetched.
/// </summary>
internal sealed class LogFollower : IAsyncDisposable
{
    private const int TimestampBytesMax = 40;

    /// <summary>An engine ends the stream of an ended container by itself; what takes longer is fetched anew.</summary>
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(2);

    /// <summary>So many times as long as a fetch took, there is none.</summary>
    private const int PauseFactor = 5;

    private readonly FollowedLog log;
    private readonly EngineApi api;
    private readonly ContainerCalls containers;
    private readonly TimeProvider time;
    private readonly LogStore store;
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource ended = new();
    private readonly Task following;
    private int isDisposed;
    private bool? heldBack;
    private (long At, long Bytes)? tornBefore;
    private TaskCompletionSource added = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LogFollower(FollowedLog log, long bytesMax, EngineApi api, TimeProvider time)
    {
        (this.log, this.api, this.time) = (log, api, time);
        containers = new ContainerCalls(api);
        store = new LogStore(log.Directory, log.Since, bytesMax, time);
        following = Task.Run(FollowAsync);
    }

    /// <summary>
    /// A line, with its newline, that the container's log does not have, for the same files: soon, between two lines. False: too much
    /// waits.
    /// </summary>
    public bool TryAddLine(bool error, byte[] line)
    {
        var isTaken = store.TryAddLine(error, line);
        Interlocked.Exchange(ref added, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        return isTaken;
    }

    /// <summary>The container has ended; completes when all that it wrote is in the files.</summary>
    /// <exception cref="Fault">The engine is out of reach: to be asked again.</exception>
    public async Task DrainAsync(CancellationToken cancel)
    {
        if (!ended.IsCancellationRequested)
        {
            // As long as it still brings something it is not held up: from the beginning again would only take longer.
            for (var before = -1L; !following.IsCompleted && store.Bytes != before;)
            {
                before = store.Bytes;
                await Task.WhenAny(following, Task.Delay(EndMax, time, cancel));
            }

            await ended.CancelAsync();
        }

        await following.WaitAsync(cancel);
        try
        {
            if (!await IsWholeAsync(cancel))
            {
                await FetchAsync(follow: false, isEnd: true, cancel);
            }
        }
        catch (Fault refused) when (EngineRefusal.StatusOf(refused) is not null)
        {
            // The container is gone, or its logging driver cannot be read: there is nothing more to have.
        }
        finally
        {
            store.Flush();
        }
    }

    /// <summary>Once, however often: the end of a container and that of our own engine may meet.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 1)
        {
            await following;
            return;
        }

        await stopping.CancelAsync();
        await following;
        store.Dispose();
        stopping.Dispose();
        ended.Dispose();
    }

    private async Task FollowAsync()
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, ended.Token);
        var pause = PauseMin;
        while (!either.IsCancellationRequested)
        {
            var (before, began) = (store.Bytes, time.GetTimestamp());
            try
            {
                var follows = !(await api.VersionAsync(either.Token)).Dialect.FollowsLoseLines;
                await FetchAsync(follows, isEnd: follows, either.Token);
                if (await HasEndedAsync(either.Token))
                {
                    return;
                }
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever it was, it is asked again, or what ends the container would wait for it in vain.
                if (EngineRefusal.StatusOf(failure) is 404 or 501)
                {
                    return;
                }
            }

            // The less comes, and the longer it takes, the more seldom it is asked for.
            pause = store.Bytes > before || heldBack is not null ? PauseMin : 2 * pause;
            pause = TimeSpan.FromTicks(Math.Clamp(
                Math.Max(pause.Ticks, PauseFactor * time.GetElapsedTime(began).Ticks), PauseMin.Ticks, PauseMax.Ticks));
            await Task.Delay(pause, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> HasEndedAsync(CancellationToken cancel) =>
        await containers.FindAsync(log.Container, cancel) is not { State: { } state } || FinalReport.HasEnded(state);

    /// <summary>
    /// Whether the last entry that the engine has is the last one here: it is followed in its order, so nothing is missing before. To find
    /// a moment an engine reads its log from the beginning, and decodes all of it; the last entry it finds from behind.
    /// </summary>
    private async Task<bool> IsWholeAsync(CancellationToken cancel)
    {
        if (log.Terminal || (await api.VersionAsync(cancel)).Dialect.FollowsLoseLines)
        {
            return false;
        }

        await using var stream = await containers.LogsAsync(log.Container, follow: false, since: null, cancel, tail: 1);
        var frames = new FrameReader(stream, isTerminal: false);
        if (await frames.NextAsync(cancel) is not { } last || !frames.IsWhole)
        {
            return false;
        }

        var (at, text) = Split(last.Bytes.Span);
        return store.EndsWith(last.Error, at, last.Bytes.Span[text..]) && await frames.NextAsync(cancel) is null;
    }

    /// <summary>
    /// Unless it is the end, what is read may be a log that somebody writes to: its last entry may be there in part, and counts only when
    /// something is behind it, or when it is still the same the next time.
    /// </summary>
    private async Task FetchAsync(bool follow, bool isEnd, CancellationToken cancel)
    {
        store.Rewind();
        heldBack = null;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            await TakeAllAsync(follow, isEnd, late);
        }
        catch (OperationCanceledException slow) when (!cancel.IsCancellationRequested)
        {
            throw api.Slow(slow, EngineApi.AnswerMax);
        }

        var last = store.Open;
        if (heldBack is { } error && (last is null || last == tornBefore))
        {
            store.End(error);
            heldBack = null;
        }

        tornBefore = last;
        store.Flush();
    }

    /// <summary>What is not followed is given up when nothing comes for a while.</summary>
    private async Task TakeAllAsync(bool follow, bool isEnd, CancellationTokenSource late)
    {
        var cancel = late.Token;
        late.CancelAfter(Idle());
        var since = store.Since > 0 ? EngineTime.Seconds(store.Since) : null;
        await using var stream = await containers.LogsAsync(log.Container, follow, since, cancel);
        if (log.Terminal)
        {
            await TakeLinesAsync(new LineReader(stream), isEnd, () => late.CancelAfter(Idle()), cancel);
            return;
        }

        var frames = new FrameReader(stream, isTerminal: false);
        while (true)
        {
            if (!frames.TryNext(out var piece))
            {
                if (await FlushingAsync(frames.NextAsync(cancel).AsTask()) is not { } next)
                {
                    break;
                }

                piece = next;
                late.CancelAfter(Idle());
            }

            TakePiece(piece);
            if (frames.IsWhole)
            {
                EndEntry(piece.Error, isEnd);
            }
        }

        TimeSpan Idle() => follow ? Timeout.InfiniteTimeSpan : EngineApi.AnswerMax;
    }

    /// <summary>While nothing more comes, what is there becomes readable.</summary>
    private async Task<T> FlushingAsync<T>(Task<T> next)
    {
        while (!next.IsCompleted)
        {
            var more = Volatile.Read(ref added).Task;
            store.Flush();
            await Task.WhenAny(next, more);
        }

        return await next;
    }

    private void TakePiece(FramePiece piece)
    {
        var bytes = piece.Bytes.Span;
        if (piece.Begins)
        {
            if (heldBack is { } error)
            {
                store.End(error);
                heldBack = null;
            }

            var (at, text) = Split(bytes);
            store.Begin(piece.Error, at);
            bytes = bytes[text..];
        }

        store.Add(piece.Error, bytes);
    }

    private void EndEntry(bool error, bool isEnd)
    {
        if (isEnd)
        {
            store.End(error);
        }
        else
        {
            heldBack = error;
        }
    }

    /// <summary>A terminal's log has no frames: each line has its timestamp.</summary>
    private async Task TakeLinesAsync(LineReader lines, bool isEnd, Action goesOn, CancellationToken cancel)
    {
        while (true)
        {
            var next = lines.NextAsync(cancel);
            if ((next.IsCompletedSuccessfully ? await next : await FlushingAsync(next)) is not { } line)
            {
                break;
            }

            goesOn();
            TakePiece(new FramePiece(false, true, line));
            store.Add(false, "\n"u8);
            EndEntry(false, isEnd);
        }
    }

    /// <summary>When, and where the text begins.</summary>
    private static (long At, int Text) Split(ReadOnlySpan<byte> entry)
    {
        var blank = entry[..Math.Min(entry.Length, TimestampBytesMax)].IndexOf((byte)' ');
        return blank > 0 && EngineTime.Nanoseconds(entry[..blank]) is { } at ? (at, blank + 1) : (0, 0);
    }
}
