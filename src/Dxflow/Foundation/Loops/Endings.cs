namespace Dxflow.Foundation.Loops;

/// <summary>
/// What has to end, in the reverse of the order in which it began. A part that fails, or that takes longer than it may, keeps no other from
/// ending: what is durable is made so by one of the last.
/// </summary>
internal sealed class Endings(TimeSpan eachMax, TimeProvider time)
{
    private readonly Stack<(string Part, Func<ValueTask> End)> _ends = [];

    public void Push(string part, Func<ValueTask> end) => _ends.Push((part, end));

    /// <summary>An owned thing ends by being disposed of.</summary>
    public T Own<T>(T part)
        where T : class
    {
        Push(typeof(T).Name, () =>
        {
            if (part is IAsyncDisposable later)
            {
                return later.DisposeAsync();
            }

            (part as IDisposable)?.Dispose();
            return ValueTask.CompletedTask;
        });
        return part;
    }

    /// <param name="tell">A part has failed, or, without an exception, does not end.</param>
    public async Task EndAsync(Action<string, Exception?> tell)
    {
        while (_ends.TryPop(out var end))
        {
            try
            {
                var ended = end.End().AsTask();
                if (await Task.WhenAny(ended, Task.Delay(eachMax, time)) == ended)
                {
                    await ended;
                }
                else
                {
                    tell(end.Part, null);
                }
            }
            catch (Exception failure)
            {
                tell(end.Part, failure);
            }
        }
    }
}
