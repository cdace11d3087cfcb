using Dxflow.Foundation.Files;

namespace Dxflow.Engine;

/// <summary>
/// Looks every two seconds whether the home is still the one that this engine locked, and whether its sockets are still there. Without
/// the home nothing more can be made durable; without a socket nobody can ask.
/// </summary>
internal sealed class HomeWatch(Home home, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly (ulong, ulong)? _lock = Identity(home.LockFile);

    /// <summary>Returns when the home is gone or somebody else's; false if <paramref name="over"/> came first.</summary>
    public async Task<bool> IsGoneAsync(Func<string, Task> socketGone, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (over.IsCancellationRequested)
            {
                break;
            }

            if (Identity(home.LockFile) != _lock)
            {
                return true;
            }

            foreach (var socket in (string[])[home.Socket, home.GrpcSocket])
            {
                if (FileStat.Find(socket) is null)
                {
                    await socketGone(socket);
                }
            }
        }

        return false;
    }

    private static (ulong, ulong)? Identity(string path) => FileStat.Find(path) is { } found ? (found.Device, found.Inode) : null;
}
