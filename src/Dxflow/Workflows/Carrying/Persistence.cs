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

    public async Task InsistAsync(string what, Func<CancellationToken, Task> act, CancellationToken over)
    {
        for (var pause = PauseFirst; ; pause = pause * 2 > PauseMax ? PauseMax : pause * 2)
        {
            try
            {
                await act(over);
                return;
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogAgain(log, what, pause.TotalSeconds, failure);
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
