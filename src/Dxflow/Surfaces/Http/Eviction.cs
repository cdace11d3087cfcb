using Microsoft.AspNetCore.Http;

namespace Dxflow.Surfaces.Http;

/// <summary>
/// Cuts off a caller whose key was taken away and who does not take in that it was told so: a client that reads nothing would hold its
/// handler, and the program behind it, for as long as it likes. Disposed of when the request is over.
/// </summary>
internal sealed class Eviction : IAsyncDisposable
{
    private static readonly TimeSpan ToldAtMost = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenRegistration _registration;
    private ITimer? _timer;

    public Eviction(HttpContext context, CancellationToken ended, TimeProvider time) => _registration = ended.Register(
        () => _timer = time.CreateTimer(_ => context.Abort(), null, ToldAtMost, Timeout.InfiniteTimeSpan));

    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync();
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }
    }
}
