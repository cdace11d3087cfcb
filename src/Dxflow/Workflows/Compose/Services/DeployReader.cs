using System.Globalization;
using System.Numerics;
using Dxflow.Workflows.Compose.Keys;
using Dxflow.Workflows.Compose.Nodes;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Services;

/// <summary><c>deploy</c> and the older keys that say the same: resources, replicas, restart.</summary>
internal static class DeployReader
{
    private const string RestartFix = "Write no, always, unless-stopped, on-failure or on-failure:3.";

    public static MapNode? Deploy(MapReader service, ReadingContext context)
    {
        var deploy = service.Map("deploy");
        if (deploy is not null)
        {
            context.CheckKeys(deploy, KnownKeys.Deploy, "`deploy`");
        }

        return deploy;
    }

    public static ResourcesSpec Resources(MapReader service, MapNode? deploy, ReadingContext context)
    {
        var resources = deploy is null ? null : new MapReader(deploy, context).Map("resources");
        if (resources is not null)
        {
            context.CheckKeys(resources, KnownKeys.Resources, "`resources`");
        }

        var limits = Part(resources, "limits", KnownKeys.Limits, context);
        var reservations = Part(resources, "reservations", KnownKeys.Reservations, context);
        return new ResourcesSpec(
            Given(limits?.Number("cpus") ?? service.Number("cpus")),
            Given(limits?.Bytes("memory") ?? service.Bytes("mem_limit")),
            Given(reservations?.Number("cpus")),
            Given(reservations?.Bytes("memory") ?? service.Bytes("mem_reservation")));
    }

    public static Placed<int>? Replicas(MapReader service, MapNode? deploy, ReadingContext context)
    {
        var replicas = deploy is null ? null : new MapReader(deploy, context).Int("replicas", 0);
        var scale = service.Int("scale", 0);
        if (replicas is { } one && scale is { } other && one.Value != other.Value)
        {
            context.Error(other.At, $"`scale` says {other.Value}, and `deploy.replicas` says {one.Value}", "Keep one of the two.");
        }

        return replicas ?? scale;
    }

    public static RestartSpec? Restart(MapReader service, MapNode? deploy, ReadingContext context)
    {
        if (deploy is not null && new MapReader(deploy, context).Map("restart_policy") is { } policy)
        {
            return Policy(policy, context);
        }

        if (service.Text("restart") is not { } restart)
        {
            return null;
        }

        var (name, limit) = restart.Value.Split(':', 2) is [var before, var after] ? (before, after) : (restart.Value, null);
        int count = 0;
        var condition = name switch
        {
            "no" or "false" => RestartCondition.No,
            "always" => RestartCondition.Always,
            "unless-stopped" => RestartCondition.UnlessStopped,
            "on-failure" => RestartCondition.OnFailure,
            _ => (RestartCondition?)null,
        };
        var wrongLimit = limit is not null
            && (condition != RestartCondition.OnFailure || !int.TryParse(
                limit, NumberStyles.None, CultureInfo.InvariantCulture, out count));
        if (condition is null || wrongLimit)
        {
            context.Error(restart.At, $"`{ReadingContext.Short(restart.Value)}` is no restart policy", RestartFix);
            return null;
        }

        // Docker takes on-failure:0 as no limit.
        return new RestartSpec(condition.Value, limit is null || count == 0 ? null : count, restart.At);
    }

    private static RestartSpec? Policy(MapNode policy, ReadingContext context)
    {
        context.CheckKeys(policy, KnownKeys.RestartPolicy, "`restart_policy`");
        var reader = new MapReader(policy, context);
        var condition = reader.Text("condition");
        var delay = reader.Duration("delay");
        var limit = reader.Int("max_attempts", 0);
        switch (condition?.Value)
        {
            case "none":
                return new RestartSpec(RestartCondition.No, null, policy.At);
            case "on-failure":
                return new RestartSpec(RestartCondition.OnFailure, limit?.Value, policy.At, delay?.Value);
            case null or "any":
                return new RestartSpec(RestartCondition.Always, limit?.Value, policy.At, delay?.Value);
            default:
                context.Error(
                    condition.Value.At,
                    $"`{ReadingContext.Short(condition.Value.Value)}` is no condition",
                    "Write none, on-failure or any.");
                return null;
        }
    }

    private static MapReader? Part(MapNode? resources, string key, string[] known, ReadingContext context)
    {
        if (resources is null || new MapReader(resources, context).Map(key) is not { } map)
        {
            return null;
        }

        context.CheckKeys(map, known, $"`{key}`");
        return new MapReader(map, context);
    }

    // A zero is "no limit", as in Docker.
    private static Placed<T>? Given<T>(Placed<T>? value)
        where T : struct, INumber<T> => value is { } given && given.Value == T.Zero ? null : value;
}
