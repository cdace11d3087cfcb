using Dxflow.Operations.Contracts;

namespace Dxflow.Workflows.Flow;

/// <summary>The nearest known name, as the end of a message.</summary>
internal static class NearestName
{
    /// <summary>"; did you mean 'x'?", or nothing.</summary>
    public static string Hint(string name, IEnumerable<string> known) =>
        Nearest.To(name, known) is { } near ? $"; did you mean '{near}'?" : "";
}
