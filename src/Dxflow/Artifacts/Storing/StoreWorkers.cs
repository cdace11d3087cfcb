using Dxflow.Foundation.Files;

namespace Dxflow.Artifacts.Storing;

/// <summary>Hashing and copying, which block: for as many callers at a time as there are cores, the others wait.</summary>
internal sealed class StoreWorkers
{
    private readonly SemaphoreSlim _places = new(Math.Max(2, Environment.ProcessorCount));

    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        await _places.WaitAsync(cancel);
        try
        {
            return await Task.Run(work, cancel);
        }
        catch (PathEscapeException escape)
        {
            throw ArtifactException.From(escape);
        }
        finally
        {
            _places.Release();
        }
    }

    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancel) => RunAsync(() => Task.FromResult(work()), cancel);
}
