using Dxflow.Runtimes;

namespace Dxflow.Tests.Workflows.Running.Simulation;

/// <summary>One attempt as the scripted runtime has it. It outlives engines.</summary>
internal sealed class ScriptedTask(AttemptId id)
{
    public AttemptId Id => id;

    public TaskState State { get; set; } = TaskState.NotStarted;

    public int? Exit { get; set; }

    public int? Signal { get; set; }

    public FailureReason Reason { get; set; }

    public bool IsForgotten { get; set; }

    /// <summary>Forgotten while it ran, for another run took it over.</summary>
    public bool IsLetGo { get; set; }

    /// <summary>It stands still: it neither ends nor hears a signal.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>It waits, and does not begin before somebody says so.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Its image brings a check.</summary>
    public bool IsChecked { get; init; }

    public bool IsFinal => State is TaskState.Exited or TaskState.NotStarted or TaskState.Lost;

    public TaskReport Report() => new(id, State, Exit, Signal, Reason: Reason, Checked: IsChecked);
}
