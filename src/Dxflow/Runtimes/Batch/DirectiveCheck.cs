namespace Dxflow.Runtimes.Batch;

/// <summary>
/// Whether documents may give the scheduler these options: the target's owner has named them. An option is compared as it is written, so
/// that none that is shortened or joined to its value passes for another; its value can be no option.
/// </summary>
internal static class DirectiveCheck
{
    /// <summary>Why not; null: all may be.</summary>
    public static string? Refusal(BatchTarget target, IReadOnlyList<string>? directives)
    {
        foreach (var directive in directives ?? [])
        {
            var end = directive.IndexOfAny(['=', ' ']);
            var name = end < 0 ? directive : directive[..end];
            if (target.Allow?.Contains(name) != true)
            {
                return $"target `{target.Name}` does not allow documents the option {name}"
                    + (target.Allow is { Count: > 0 } allowed ? $", only {string.Join(", ", allowed)}" : " or any other (`allow`)");
            }

            if (end >= 0 && directive[end] == ' ' && directive[(end + 1)..].TrimStart().StartsWith('-'))
            {
                return $"the value of {name} begins with -, as only options do";
            }

            if (directive.Any(char.IsControl))
            {
                return $"the option {name} has a line break or another control character in it";
            }
        }

        return null;
    }
}
