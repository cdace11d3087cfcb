using Dxflow.Foundation.Files;

namespace Dxflow.Engine;

/// <summary>
/// Looks every two seconds whether the home is still the one that this engine locked, and whether its socket is still there. Without
/// the home nothing more can be made durable; without the socket nobody can ask.
/// </summary>
internal sealed class HomeWatch(Home home, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly (ulong, ulong)? _lock = Identity(home.LockFile);

    /// <summary>Returns when the home is gone or somebody else's; false if <paramref name="over"/> came first.</summary>
    public async Task<bool> IsGoneAsync(Func<Task> socketGone, CancellationToken over)
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

            if (FileStat.Find(home.Socket) is null)
            {
                await socketGone();
            }
        }

        return false;
    }

    private static (ulong, ulong)? Identity(string path) => FileStat.Find(path) is { } found ? (found.Device, found.Inode) : null;
}
