using System.Text.Json;
using Dxflow.Artifacts.Storing;

namespace Dxflow.Workflows.Reusing.Caching;

/// <summary>
/// What is remembered of results goes with the last run that has them. Entries of runs that are gone are no hits; this makes room.
/// </summary>
internal static class CacheSweep
{
    public static void Of(ResultShelf results, string runsDirectory, CancellationToken cancel)
    {
        var kept = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var digest in results.All())
        {
            cancel.ThrowIfCancellationRequested();
            if (!IsKept(results, digest, run => kept.TryGetValue(run, out var known) ? known
                : kept[run] = Directory.Exists(Path.Combine(runsDirectory, run))))
            {
                results.Remove(digest);
            }
        }
    }

    private static bool IsKept(ResultShelf results, string digest, Func<string, bool> isRun)
    {
        try
        {
            return results.Find(digest) is { } entry
                && JsonSerializer.Deserialize(entry, CacheJson.Default.CachedResult) is { } found && isRun(found.Run);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
