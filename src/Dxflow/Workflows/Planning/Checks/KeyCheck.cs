using Dxflow.Workflows.Planning.Building;

namespace Dxflow.Workflows.Planning.Checks;

/// <summary>Two steps with one key, where that can be seen before they run.</summary>
internal static class KeyCheck
{
    public static void Check(PlanContext context)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in context.Enabled.Where(service => service.IsStep))
        {
            var key = context.Flow.Steps[service.Name].Key;
            if (key is { Value.HasExpressions: true })
            {
                continue;
            }

            var text = key?.Value.Text ?? service.Name;
            if (text.Length == 0)
            {
                context.Problems.Error(key!.Value.At, $"the key of `{service.Name}` is empty", "Remove it: the step's name is its key.");
            }
            else if (!keys.TryAdd(text, service.Name))
            {
                context.Problems.Error(key?.At
                    ?? service.At, $"`{keys[text]}` and `{service.Name}` have the same key `{text}`", "Give each a key of its own.");
            }
        }
    }
}
