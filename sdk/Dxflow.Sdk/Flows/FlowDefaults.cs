using Dxflow.Foundation.Values;
using Dxflow.Sdk.Flows.Writing;

namespace Dxflow.Sdk.Flows;

/// <summary>What holds for all steps of a flow that say nothing else.</summary>
/// <param name="Retry">How often what failed is attempted again.</param>
/// <param name="Exit">What exit codes mean.</param>
/// <param name="Timeout">How long an attempt may run.</param>
/// <param name="Runtime">Where steps run: <c>process docker podman</c>, or a target of the engine's, as <c>slurm</c>.</param>
/// <param name="Cache">Whether results that are there are taken over.</param>
/// <param name="ContinueOnFailure">Whether failures are let be.</param>
public sealed record FlowDefaults(
    RetryPolicy? Retry = null,
    ExitCodes? Exit = null,
    TimeSpan? Timeout = null,
    string? Runtime = null,
    bool Cache = false,
    bool ContinueOnFailure = false)
{
    internal YamlMap Node()
    {
        var map = new YamlMap();
        map.Add("retry", Retry?.Node());
        map.Add("exit", Exit?.Node());
        map.Add("timeout", Timeout is { } limit ? YamlNode.Plain(Durations.Format(limit)) : null);
        map.Add("runtime", Runtime is null ? null : YamlNode.Of(Runtime));
        map.Add("cache", Cache ? YamlNode.Plain("inputs") : null);
        map.Add("on_fail", ContinueOnFailure ? YamlNode.Plain("continue") : null);
        return map;
    }
}
