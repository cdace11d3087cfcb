using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow.Reading;

/// <summary><c>retry</c>, <c>exit</c>, <c>timeout</c>, <c>on_fail</c> and <c>cache</c>, of a step or of the workflow's defaults.</summary>
internal static class PolicyReader
{
    private const int RetriesMax = 10_000;
    private const double FactorMax = 100;

    private static readonly Dictionary<string, OnFail> OnFails = new() { ["fail"] = OnFail.Fail, ["continue"] = OnFail.Continue };

    private static readonly Dictionary<string, bool> Caches = new() { ["inputs"] = true, ["off"] = false };

    private static readonly Dictionary<string, RetryClass> Classes = new()
    {
        ["transient"] = RetryClass.Transient,
        ["timeout"] = RetryClass.Timeout,
        ["lost"] = RetryClass.Lost,
        ["any"] = RetryClass.Any,
    };

    public static PolicySpec Read(MapReader keys, FlowReading reading) => new(
        Retry(keys, reading), Exit(keys["exit"], reading), Timeout(keys, reading), reading.Word(keys.Text("on_fail"), "on_fail", OnFails),
        reading.Word(keys.Text("cache"), "cache", Caches));

    private static RetrySpec Retry(MapReader keys, FlowReading reading)
    {
        if (keys["retry"] is not { } node)
        {
            return new RetrySpec();
        }

        if (node is ScalarNode)
        {
            return new RetrySpec(keys.Int("retry", 0, RetriesMax)?.Value);
        }

        if (reading.Map(node, "`retry`", FlowKeys.Retry) is not { } map)
        {
            return new RetrySpec();
        }

        var retry = reading.In(map);
        var words = retry["for"] is null ? null : retry.Texts("for", orText: true)
            .Select(word => reading.Word(word, "retry.for", Classes)).OfType<RetryClass>().Distinct().ToList();
        var spec = Grow(retry["grow"], new RetrySpec(retry.Int("limit", 0, RetriesMax)?.Value, words), reading);
        return retry["backoff"] is { } backoff ? Backoff(backoff, spec, reading) : spec;
    }

    private static RetrySpec Grow(Node? node, RetrySpec spec, FlowReading reading)
    {
        if (node is ScalarNode)
        {
            reading.Problems.Error(
                node.At, "`grow` must be a map, and this is a text",
                "Write grow: { memory: 2, run: 1.5 }: factors from attempt to attempt.");
            return spec;
        }

        if (node is null || reading.Map(node, "`grow`", FlowKeys.Grow) is not { } map)
        {
            return spec;
        }

        var keys = reading.In(map);
        return spec with { GrowMemory = Factor(keys, "memory", reading), GrowRun = Factor(keys, "run", reading) };
    }

    private static Placed<double>? Factor(MapReader keys, string key, FlowReading reading)
    {
        var factor = keys.Number(key);
        if (factor is { Value: < 1 or > FactorMax } wrong)
        {
            reading.Problems.Error(wrong.At, $"`grow.{key}` must be from 1 to {FactorMax}", "A factor of 2 doubles it with each attempt.");
            return null;
        }

        return factor;
    }

    private static RetrySpec Backoff(Node node, RetrySpec spec, FlowReading reading)
    {
        // A single duration is the first pause; it still grows.
        if (node is ScalarNode)
        {
            return spec with { First = reading.Plain.Duration(node, "`backoff`")?.Value };
        }

        if (reading.Map(node, "`backoff`", FlowKeys.Backoff) is not { } map)
        {
            return spec;
        }

        var backoff = reading.In(map);
        var factor = backoff.Number("factor");
        if (factor is { Value: < 1 or > FactorMax } wrong)
        {
            reading.Problems.Error(wrong.At, $"`factor` must be from 1 to {FactorMax}", "A factor of 1 keeps the pause as it is.");
        }

        return spec with { First = backoff.Duration("first")?.Value, Factor = factor?.Value, Max = backoff.Duration("max")?.Value };
    }

    private static ExitSpec Exit(Node? node, FlowReading reading)
    {
        if (node is null || reading.Map(node, "`exit`", FlowKeys.Exit) is not { } map)
        {
            return new ExitSpec();
        }

        var keys = reading.In(map);
        var spec = new ExitSpec(Codes(keys["ok"], "ok", reading), Codes(keys["transient"], "transient", reading), Codes(
            keys["fatal"], "fatal", reading));
        var twice = new[] { spec.Ok, spec.Transient, spec.Fatal }.SelectMany(codes => codes?.Distinct() ?? [])
            .GroupBy(code => code).Where(codes => codes.Count() > 1).Select(codes => codes.Key).Order().ToList();
        if (twice.Count > 0)
        {
            reading.Problems.Error(map.At, $"`exit` gives {string.Join(", ", twice)} two meanings",
                "Put each code into one of ok, transient and fatal.");
        }

        return spec;
    }

    private static List<int>? Codes(Node? node, string key, FlowReading reading) => node switch
    {
        null => null,
        ListNode list => [.. list.Items.Select(item => reading.Plain.Int(item, $"a code of `{key}`", 0, 255)?.Value).OfType<int>()],
        _ => reading.Plain.Int(node, $"`{key}`", 0, 255) is { } code ? [code.Value] : [],
    };

    private static TimeoutSpec Timeout(MapReader keys, FlowReading reading)
    {
        if (keys["timeout"] is not { } node)
        {
            return new TimeoutSpec();
        }

        if (node is ScalarNode)
        {
            return new TimeoutSpec(Run: Positive(keys, "timeout", reading));
        }

        if (reading.Map(node, "`timeout`", FlowKeys.Timeout) is not { } map)
        {
            return new TimeoutSpec();
        }

        var timeout = reading.In(map);
        return new TimeoutSpec(Positive(timeout, "queue", reading), Positive(timeout, "run", reading));
    }

    /// <summary>A time limit; zero would end everything at once.</summary>
    public static TimeSpan? Positive(MapReader keys, string key, FlowReading reading)
    {
        var given = keys.Duration(key);
        if (given is { } zero && zero.Value <= TimeSpan.Zero)
        {
            reading.Problems.Error(zero.At, $"`{key}` is zero", "Leave it out for no limit.");
        }

        return given?.Value;
    }
}
