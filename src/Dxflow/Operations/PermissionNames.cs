using Dxflow.Operations.Contracts;

namespace Dxflow.Operations;

/// <summary>
/// Permissions as people and the wire write them: <c>SHELL</c>, <c>READ_ONLY</c>; in any case, with commas, on the way in.
/// </summary>
internal static class PermissionNames
{
    /// <summary>What a key may do that was registered without naming it: everything but MASTER.</summary>
    public const Permission Functional = Permission.Shell | Permission.Object | Permission.Workflow | Permission.Proxy | Permission.Bridge
        | Permission.Platform;

    private static readonly (string Name, Permission Value)[] All =
    [
        ("SHELL", Permission.Shell),
        ("OBJECT", Permission.Object),
        ("WORKFLOW", Permission.Workflow),
        ("PROXY", Permission.Proxy),
        ("BRIDGE", Permission.Bridge),
        ("PLATFORM", Permission.Platform),
        ("READ_ONLY", Permission.ReadOnly),
        ("MASTER", Permission.Master),
    ];

    public static IReadOnlyList<string> Of(Permission permissions) =>
        [.. All.Where(each => permissions.HasFlag(each.Value)).Select(static each => each.Name)];

    public static string Text(Permission permissions) => string.Join(", ", Of(permissions));

    /// <summary>Throws a <see cref="Fault"/> with every word that is no permission.</summary>
    public static Permission Parse(IReadOnlyList<string> words)
    {
        var permissions = Permission.None;
        var problems = new List<Problem>();
        foreach (var word in words.SelectMany(static word => word.Split(',', StringSplitOptions.TrimEntries)))
        {
            var known = Array.Find(All, each => string.Equals(each.Name, word, StringComparison.OrdinalIgnoreCase));
            if (known.Name is null)
            {
                problems.Add(new Problem($"'{Shown(word)}' is no permission.", Fix(word)));
            }

            permissions |= known.Value;
        }

        return problems.Count == 0
            ? permissions
            : throw new Fault(new FaultInfo(
                FaultKind.Invalid, problems[0].Message, problems[0].Fix, problems.Count > 1 ? [.. problems.Take(All.Length)] : null));
    }

    private static string Fix(string word) => Nearest.To(word.ToUpperInvariant(), All.Select(static each => each.Name)) is { } near
        ? $"Did you mean {near}?"
        : $"There are {string.Join(", ", All.Select(static each => each.Name))}.";

    private static string Shown(string word) => word.Length <= 40 ? word : word[..40] + "…";
}
