using System.Runtime.CompilerServices;

namespace Dxflow.Foundation.Loops;

/// <summary>
/// A stream with a tick in between once in a period, at the most and, as long as it is read, at the least: also while items come without a
/// pause, and while none comes. A tick belongs to the reader; nothing is kept for one who is slow.
/// </summary>
internal static class Ticked
{
    public static async IAsyncEnumerable<Tick<T>> Of<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> open, TimeSpan period, TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var items = open(over.Token).GetAsyncEnumerator(over.Token);
        var next = items.MoveNextAsync().AsTask();
        var ticked = time.GetTimestamp();
        try
        {
            while (true)
            {
                var left = period - time.GetElapsedTime(ticked);
                if (!next.IsCompleted && left > TimeSpan.Zero)
                {
                    await ((Task)next).WaitAsync(left, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    cancel.ThrowIfCancellationRequested();
                }

                if (time.GetElapsedTime(ticked) >= period)
                {
                    yield return default;
                    ticked = time.GetTimestamp();
                }

                if (!next.IsCompleted)
                {
                    continue;
                }

                if (!await next)
                {
                    yield break;
                }

                yield return new Tick<T>(true, items.Current);
                next = items.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // An enumerator that still runs must not be disposed of: it ends with its token.
            await over.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await items.DisposeAsync();
        }
    }
}
