using Dxflow.Runtimes.Containers;

namespace Dxflow.Platform;

/// <summary>The labels by which Compose marks what it makes, and dxflow the containers of its tasks.</summary>
internal static class ComposeLabels
{
    /// <summary>What belongs to a run is the run's to remove: it may still have to be looked at, or be about to be used.</summary>
    public static bool IsOfRun(IReadOnlyDictionary<string, string>? labels) => labels?.ContainsKey(Labels.Run) ?? false;

    public static string? ProjectOf(IReadOnlyDictionary<string, string>? labels) => labels?.GetValueOrDefault(Labels.Project);

    public static (string, string[])[] Filters(string? project, IReadOnlyList<string>? labels = null)
    {
        string[] wanted = [.. labels ?? [], .. project is null ? (string[])[] : [$"{Labels.Project}={project}"]];
        return wanted.Length == 0 ? [] : [("label", wanted)];
    }
}
