namespace Dxflow.Workflows.Running.States;

/// <summary>
/// The part of <see cref="RunApply"/> that concerns standing still. Limits and pauses before another attempt are counted without the
/// time in which the run was paused. A service that is paused alone has no limits, and begins nothing.
/// </summary>
internal static class Pausing
{
    public static void Begin(RunState state, long at)
    {
        (state.Status, state.PausedAt) = (RunStatus.Paused, at);
        for (var slice = 0; slice < state.Slices.Length; slice++)
        {
            ref var it = ref state.Slices[slice];
            it.Flags |= it.Status.IsActive() && !state.Calls(it.Step) ? SliceFlags.MayBeFrozen : SliceFlags.None;
            Changes.Touch(state, slice);
        }
    }

    /// <summary>Everything goes on from here; what the state of the run is then, the caller knows.</summary>
    public static void End(RunState state, long at)
    {
        if (!state.IsPaused)
        {
            return;
        }

        state.Held += Math.Max(0, at - state.PausedAt);
        for (var slice = 0; slice < state.Slices.Length; slice++)
        {
            ref var it = ref state.Slices[slice];
            var since = it.Status switch
            {
                UnitStatus.Queued or UnitStatus.Starting => it.QueuedAt,
                UnitStatus.Running => it.StartedAt,
                _ => 0,
            };
            it.Held += it.Status.IsFinal() ? 0 : Math.Max(0, at - Math.Max(state.PausedAt, since));
            Changes.Touch(state, slice);
        }

        state.PausedAt = 0;
        Changes.ListAll(state);
    }

    /// <summary>Of a single service that is paused: its attempts that are alive may be frozen from here on.</summary>
    public static void Mark(RunState state, in StepState step)
    {
        foreach (ref var it in state.Slices.AsSpan(step.First, step.Count))
        {
            it.Flags |= step.Paused && it.Status.IsActive() ? SliceFlags.MayBeFrozen : SliceFlags.None;
        }
    }

    /// <summary>What ends the run ends pauses of single services too.</summary>
    public static void EndAll(RunState state, long at)
    {
        End(state, at);
        foreach (ref var step in state.Steps.AsSpan())
        {
            step.Paused = false;
        }
    }

    public static void Apply(RunState state, int slice, bool frozen)
    {
        if (frozen)
        {
            Frozen(state, slice);
        }
        else
        {
            Thawed(state, slice);
        }
    }

    private static void Frozen(RunState state, int slice)
    {
        state.Slices[slice].Flags |= SliceFlags.MayBeFrozen | SliceFlags.Frozen;
        Changes.Touch(state, slice);
    }

    private static void Thawed(RunState state, int slice)
    {
        // Paused again meanwhile, it is about to be frozen again.
        ref var it = ref state.Slices[slice];
        it.Flags &= state.IsToStandStill(slice) ? ~SliceFlags.Frozen : ~(SliceFlags.Frozen | SliceFlags.MayBeFrozen);
        Changes.Touch(state, slice);
    }
}
