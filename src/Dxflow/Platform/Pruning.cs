using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;

namespace Dxflow.Platform;

/// <summary>
/// Removal of what nothing uses, one by one and by what was listed: the same on every engine, and a dry run says exactly what a real one
/// would try. What came into use meanwhile is kept, and said.
/// </summary>
internal static class Pruning
{
    public static async Task<Pruned> RunAsync(IEnumerable<PrunedItem> unused, bool dryRun, Func<string, Task> remove)
    {
        var items = new List<PrunedItem>();
        foreach (var item in unused)
        {
            items.Add(dryRun ? item : item with { Kept = await RefusedAsync(() => remove(item.Name)) });
        }

        return new Pruned(items, dryRun);
    }

    private static async Task<string?> RefusedAsync(Func<Task> remove)
    {
        try
        {
            await remove();
            return null;
        }
        catch (Fault refused) when (EngineRefusal.StatusOf(refused) is not null)
        {
            return EngineRefusal.WordsOf(refused);
        }
    }
}
