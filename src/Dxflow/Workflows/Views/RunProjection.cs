using System.Globalization;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Views;

/// <summary>
/// What a run's state looks like from outside: pure functions from the state to wire records, asked inside the run's loop.
/// </summary>
internal static class RunProjection
{
    private const string Everywhere = "0.0.0.0";

    public static string NameOf(RunEntry run) => $"{run.Workflow}/{run.Number}";

    public static RunInfo Run(RunEntry run, RunState state, DateTimeOffset now) => new(
        NameOf(run),
        run.Workflow,
        run.Number,
        IsAtRest(state) ? RunStatus.Created : state.Status,
        CountOk(state),
        Written(state).Count(step => step.Status == UnitStatus.Failed),
        state.Bodies[0].Count,
        NullIfNone(state.Reason),
        state.Detail,
        Instant(state.StartedAt),
        state.IsFinal ? Instant(state.EndedAt) : null,
        Took(state.StartedAt, state.IsFinal ? state.EndedAt : 0, now),
        run.Revision,
        run.Kind,
        run.Id,
        run.By);

    /// <summary>A run that has ended, from the index alone.</summary>
    public static RunInfo Sealed(RunEntry run, RunSealed end) => new(
        NameOf(run),
        run.Workflow,
        run.Number,
        end.State,
        end.Ok,
        end.Failed,
        end.Total,
        NullIfNone(end.Reason),
        end.Detail,
        Instant(end.StartedAt ?? 0),
        Instant(end.At),
        Took(end.StartedAt ?? 0, end.At, default),
        run.Revision,
        run.Kind,
        run.Id,
        run.By);

    /// <summary>The steps and services of the document itself.</summary>
    public static IEnumerable<StepState> Written(RunState state) => state.Steps.Take(state.Bodies[0].Count);

    public static int CountOk(RunState state) =>
        Written(state).Count(step => step.Status is UnitStatus.Succeeded or UnitStatus.Skipped or UnitStatus.Reused);

    /// <summary>One instance of a service, by its place in the column of slices.</summary>
    public static ServiceInfo Service(RunState state, int place, DateTimeOffset now)
    {
        var slice = state.Slices[place];
        var node = state.NodeOf(slice.Step);
        return new ServiceInfo(
            StepNames.Name(state, slice.Step),
            Shown(state, slice),
            (node.Health is null && !slice.Has(SliceFlags.OwnCheck)) || slice.Status != UnitStatus.Running
                ? null
                : slice.Has(SliceFlags.WasHealthy) && !slice.Has(SliceFlags.Unhealthy),
            slice.Attempt,
            Number(slice.Exit),
            NullIfNone(slice.Reason),
            DetailOf(state, place),
            [.. (node.Ports ?? []).Select(port => Port(port, node.Container is not null))],
            Took(slice.StartedAt, Ended(slice)?.ToUnixTimeMilliseconds() ?? 0, now),
            node.Runtime,
            place - state.Steps[slice.Step].First + 1);
    }

    /// <summary>
    /// The state as it is shown: what runs, and stands still with its run, is paused; what does not run because that was wished is stopped,
    /// or created if it never did in a run that began at rest.
    /// </summary>
    public static UnitStatus Shown(RunState state, in SliceState slice) => slice.Status switch
    {
        UnitStatus.Running when slice.Has(SliceFlags.Frozen) => UnitStatus.Paused,
        UnitStatus.Waiting or UnitStatus.Queued when state.Steps[slice.Step].Down =>
            state.Plan.AtRest && slice.Attempt == 0 ? UnitStatus.Created : UnitStatus.Stopped,
        var status => status,
    };

    /// <summary>Everything of it is made, and nothing has been started.</summary>
    private static bool IsAtRest(RunState state) => state is { Plan.AtRest: true, Status: RunStatus.Running }
        && state.Steps.All(static step => step.Count == 0 || step is { Begun: false, Down: true });

    /// <summary>The detail of a failure, or what an omission was caused by.</summary>
    public static string? DetailOf(RunState state, int place)
    {
        var slice = state.Slices[place];
        if (state.Details.TryGetValue(place, out var detail))
        {
            return detail;
        }

        return slice.Status == UnitStatus.Omitted && slice.Because >= 0 ? $"because of {state.NodeOf(slice.Because).Name}" : null;
    }

    public static DateTimeOffset? Instant(long ms) => ms == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(ms);

    public static FailureReason? NullIfNone(FailureReason reason) => reason == FailureReason.None ? null : reason;

    public static int? Number(short value) => value < 0 ? null : value;

    public static DateTimeOffset? Ended(in SliceState slice) =>
        slice.Status.IsFinal() || slice.Status is UnitStatus.Finishing ? Instant(slice.EndedAt) : null;

    public static TimeSpan? Took(long startedAt, long endedAt, DateTimeOffset now)
    {
        if (startedAt == 0)
        {
            return null;
        }

        var until = endedAt == 0 ? now.ToUnixTimeMilliseconds() : endedAt;
        return TimeSpan.FromMilliseconds(Math.Max(0, until - startedAt));
    }

    /// <summary>
    /// A process listens where its port is; a container where that is published, in Compose's words, and otherwise in its networks alone.
    /// </summary>
    public static string Port(PortPlan port, bool isContainer) => !isContainer ? $"{ServiceAddress.Local}:{port.Target}/{port.Protocol}"
        : port.Published is { } published ? $"{port.HostAddress ?? Everywhere}:{published}->{port.Target}/{port.Protocol}"
        : $"{port.Target}/{port.Protocol}";
}
