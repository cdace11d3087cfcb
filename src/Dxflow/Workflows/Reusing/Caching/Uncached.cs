using Dxflow.Foundation.Values;
using Dxflow.Operations;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Reusing.Judging;

namespace Dxflow.Workflows.Reusing.Caching;

/// <summary>
/// Steps that ask for cached results and get none, because their digest does not say all that they depend on. What another key's secret
/// brought, for one, is not for whoever has the same document without it.
/// </summary>
internal static class Uncached
{
    public const string GivenSecret = "is given a secret, of which only the name is looked at";

    /// <summary>What is in the way, as the end of "it …"; null: nothing.</summary>
    public static string? Why(NodePlan node)
    {
        if (Uncacheable.Why(node) is { } why)
        {
            return why;
        }

        return node.Environment.Keys.FirstOrDefault(SecretNames.Match) is { } name ? $"has the variable {name}, which may be a secret"
            : node.Step?.Secrets is not null || node.Container?.Files?.Any(static file => file.Secret) == true ? GivenSecret
            : null;
    }

    /// <summary>Said before a run begins, for each step that asks in vain.</summary>
    public static IEnumerable<Problem> Warnings(RunPlan plan) => plan.Nodes
        .Where(static node => node.Step is { Cached: true, Call: null }).DistinctBy(static node => node.Name)
        .Select(static node => (node.Name, Why: Why(node)))
        .Where(static one => one.Why is not null)
        .Select(static one => new Problem(
            $"`cache` has no effect on `{one.Name}`: it {one.Why}",
            "Without that a result of the same inputs is taken; leave `cache` out where it is needed.", Warning: true));
}
