using Dxflow.Foundation.Values;
using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows;

/// <summary>Why an attempt may be made again.</summary>
public enum RetryFor
{
    /// <summary>The program said that it may go well next time (exit code 75), or an image could not be had.</summary>
    Transient,

    /// <summary>It waited or ran too long.</summary>
    Timeout,

    /// <summary>It was lost with its machine.</summary>
    Lost,

    /// <summary>Whatever can be retried at all.</summary>
    Any,
}

/// <summary>How often a slice that failed is attempted again, and when.</summary>
/// <param name="Limit">Attempts besides the first.</param>
/// <param name="For">Only after failures of these classes; otherwise transient, timeout and lost.</param>
/// <param name="First">The first pause; otherwise 5 s.</param>
/// <param name="Factor">By what each pause is longer than the one before; otherwise 2.</param>
/// <param name="Max">The longest pause; otherwise 5 min.</param>
/// <param name="GrowMemory">By what the memory grows from attempt to attempt; out of memory then counts as transient.</param>
/// <param name="GrowRun">By what the time limit grows from attempt to attempt.</param>
public sealed record RetryPolicy(
    int Limit,
    IReadOnlyList<RetryFor>? For = null,
    TimeSpan? First = null,
    double? Factor = null,
    TimeSpan? Max = null,
    double? GrowMemory = null,
    double? GrowRun = null)
{
    /// <summary>So many attempts besides the first.</summary>
    public static implicit operator RetryPolicy(int limit) => new(limit);

    internal YamlNode Node()
    {
        var (backoff, grow, whole) = (new YamlMap(), new YamlMap(), new YamlMap());
        backoff.Add("first", First is { } first ? YamlNode.Plain(Durations.Format(first)) : null);
        backoff.Add("factor", Factor is { } factor ? Numbers.Node(factor) : null);
        backoff.Add("max", Max is { } max ? YamlNode.Plain(Durations.Format(max)) : null);
        grow.Add("memory", GrowMemory is { } memory ? Numbers.Node(memory) : null);
        grow.Add("run", GrowRun is { } run ? Numbers.Node(run) : null);
        whole.Add("limit", Numbers.Node(Limit));
        whole.Add("for", For is null ? null
            : new YamlList([.. For.Select(static word => YamlNode.Plain(word.ToString().ToLowerInvariant()))]));
        whole.Add("backoff", backoff);
        whole.Add("grow", grow);
        return whole.Entries.Count == 1 ? whole.Entries[0].Value : whole;
    }
}
