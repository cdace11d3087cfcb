using Microsoft.Extensions.Logging;

namespace Dxflow.Workflows.Carrying;

/// <summary>
/// Carries something out against a runtime that may be out of reach: again and again, with growing pauses, until it is done. A command
/// of a run is answered exactly once, so nobody else asks again.
/// </summary>
internal sealed partial class Persistence(TimeProvider time, ILogger log)
{
    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    /// <param name="what">For the log.</param>
    /// <param name="act">Tried until it does not throw.</param>
    /// <param name="over">Nobody wants it any more.</param>
    /// <param name="tell">Told after each try why it failed, and null when it has not.</param>
    public async Task InsistAsync(
        string what, Func<CancellationToken, Task> act, CancellationToken over, Action<string?>? tell = null)
    {
        for (var pause = PauseFirst; ; pause = pause * 2 > PauseMax ? PauseMax : pause * 2)
        {
            try
            {
                await act(over);
                tell?.Invoke(null);
                return;
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogAgain(log, what, pause.TotalSeconds, failure);
                tell?.Invoke(failure.Message);
            }

            try
            {
                await Task.Delay(pause, time, over);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What} failed; again in {Seconds} s")]
    private static partial void LogAgain(ILogger log, string what, double seconds, Exception failure);
}
