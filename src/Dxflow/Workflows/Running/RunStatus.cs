using System.Text.Json.Serialization;
using Dxflow.Foundation.Values;

namespace Dxflow.Workflows.Running;

[JsonConverter(typeof(WireEnum<RunStatus>))]
internal enum RunStatus : byte
{
    Created,
    Running,
    Paused,
    Stopping,
    Succeeded,
    Failed,
    Cancelled,
    Stopped,
}

/// <summary>
/// The state of a step, a slice, a one-shot or a service. From <see cref="Succeeded"/> to <see cref="Reused"/> they are final.
/// </summary>
[JsonConverter(typeof(WireEnum<UnitStatus>))]
internal enum UnitStatus : byte
{
    Waiting,
    Queued,
    Starting,
    Running,
    Finishing,
    Succeeded,
    Failed,
    Cancelled,
    Skipped,
    Omitted,
    Reused,

    /// <summary>Only shown: it runs, and stands still with its run.</summary>
    Paused,

    /// <summary>Only shown: it does not run, because that was wished.</summary>
    Stopped,

    /// <summary>Only shown: its container was made, and has not been started yet.</summary>
    Created,
}

[JsonConverter(typeof(WireEnum<ServiceWish>))]
internal enum ServiceWish : byte
{
    /// <summary>It is to run, from the beginning if it had ended.</summary>
    Up,

    /// <summary>Signal, grace, kill; and it stays so.</summary>
    Down,

    /// <summary>As <see cref="Down"/>, but killed at once.</summary>
    Kill,

    /// <summary>As <see cref="Down"/>, then <see cref="Up"/>.</summary>
    Restart,

    /// <summary>It is to stand still, and nothing of it begins; every other wish ends that.</summary>
    Pause,

    /// <summary>It goes on.</summary>
    Unpause,
}

[JsonConverter(typeof(WireEnum<CancelMode>))]
internal enum CancelMode : byte
{
    /// <summary>Signal, grace, kill; <c>on_exit</c> still runs.</summary>
    Stop,

    /// <summary>Killed at once, nothing runs afterwards.</summary>
    Kill,

    /// <summary>The run's own time limit.</summary>
    Timeout,

    /// <summary>Another run takes its services over as they run; what that one does not have is stopped.</summary>
    Handover,
}

internal static class StatusQuestions
{
    public static bool IsFinal(this UnitStatus status) => status is >= UnitStatus.Succeeded and <= UnitStatus.Reused;

    /// <summary>An attempt is alive, or may be: it holds a slot.</summary>
    public static bool IsActive(this UnitStatus status) => status is UnitStatus.Starting or UnitStatus.Running;

    public static bool IsFinal(this RunStatus status) => status >= RunStatus.Succeeded;
}
