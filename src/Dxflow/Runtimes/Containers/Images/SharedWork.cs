namespace Dxflow.Runtimes.Containers.Images;

/// <summary>
/// Work that several may want at the same time and that is done once for all of them: whoever asks while it is under way gets its result.
/// It is cancelled when the last who wanted it has gone. What has ended is begun anew for the next who asks.
/// </summary>
internal sealed class SharedWork<TKey, T>
    where TKey : notnull
{
    private readonly Lock locking = new();
    private readonly Dictionary<TKey, Piece> pieces = [];

    public async Task<T> DoAsync(TKey key, Func<CancellationToken, Task<T>> work, CancellationToken cancel)
    {
        var piece = Join(key, work);
        try
        {
            return await piece.Result.WaitAsync(cancel);
        }
        finally
        {
            Leave(key, piece);
        }
    }

    private Piece Join(TKey key, Func<CancellationToken, Task<T>> work)
    {
        lock (locking)
        {
            if (!pieces.TryGetValue(key, out var piece))
            {
                var gone = new CancellationTokenSource();
                piece = new Piece(gone, Task.Run(() => work(gone.Token), CancellationToken.None));
                pieces.Add(key, piece);
            }

            piece.Wanted++;
            return piece;
        }
    }

    private void Leave(TKey key, Piece piece)
    {
        lock (locking)
        {
            if (--piece.Wanted > 0)
            {
                return;
            }

            pieces.Remove(key);
        }

        // Outside of the lock: what is cancelled may go on here.
        piece.Gone.Cancel();
    }

    private sealed class Piece(CancellationTokenSource gone, Task<T> result)
    {
        public CancellationTokenSource Gone { get; } = gone;

        public Task<T> Result { get; } = result;

        public int Wanted { get; set; }
    }
}
