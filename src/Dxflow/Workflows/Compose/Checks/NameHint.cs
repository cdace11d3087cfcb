using Dxflow.Operations.Contracts;
using Dxflow.Workflows.Compose.Nodes;

namespace Dxflow.Workflows.Compose.Checks;

/// <summary>The fix for a name that is not there: the nearest one that is, found in bounded work.</summary>
internal static class NameHint
{
    // Comparing with more names would cost more than the hint is worth.
    private const int NamesComparedMax = 1_000;

    public static string For(string name, IReadOnlyCollection<string> known, Problems problems, string otherwise) =>
        name.Length > 1 && !problems.IsFull && known.Count <= NamesComparedMax && Nearest.To(name, known) is { } near
            ? $"Did you mean `{near}`?"
            : otherwise;
}
