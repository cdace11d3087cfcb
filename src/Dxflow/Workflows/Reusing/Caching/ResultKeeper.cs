using Dxflow.Artifacts;
using Dxflow.Runtimes;
using Dxflow.Workflows.Carrying;
using Dxflow.Workflows.Running.Loops;
using Microsoft.Extensions.Logging;

namespace Dxflow.Workflows.Reusing.Caching;

/// <summary>
/// Remembers what attempts left that went well and whose steps are cached: once that is durable in the run, and before the runtime forgets
/// them, so that a crash in between does it again.
/// </summary>
internal sealed partial class ResultKeeper(RunEvaluation evaluation, ArtifactStore store, ILogger<ResultKeeper> log)
{
    /// <exception cref="Operations.Fault">The run cannot be asked now.</exception>
    public async Task KeepAsync(RunLoop loop, IReadOnlyList<AttemptId> ids)
    {
        foreach (var (digest, entry) in await loop.AskAsync(
            state => ids.Select(id => evaluation.Remembered(state, id)).OfType<(string, byte[])>().ToList()))
        {
            try
            {
                store.Results.Keep(digest, entry);
            }
            catch (Exception full) when (full is IOException or UnauthorizedAccessException)
            {
                // Another run does it once more, that is all.
                LogNotKept(log, full.Message);
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "results are not cached: {Why}")]
    private static partial void LogNotKept(ILogger log, string why);
}
