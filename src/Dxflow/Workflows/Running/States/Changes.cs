namespace Dxflow.Workflows.Running.States;

/// <summary>Notes what an event may have moved, so that deciding and the outbox look at that and at nothing else.</summary>
internal static class Changes
{
    public static void Move(RunState state, int slice, UnitStatus status)
    {
        ref var it = ref state.Slices[slice];
        ref var step = ref state.Steps[it.Step];
        it.Status = status;
        if (step.Left > 0 && (step.Count == 1 || !status.IsFinal()))
        {
            step.Status = status;
        }

        Touch(state, slice);
        if (step.Wished)
        {
            ListAfterStart(state, it.Step);
            foreach (var edge in state.NodeOf(it.Step).After)
            {
                // What it depends on may be waiting for its end, to end itself.
                LookIfWished(state, state.Beside(it.Step, edge.Node));
            }
        }
    }

    public static void Touch(RunState state, int slice)
    {
        state.Touched.Add(slice);
        state.Unsettled.Add(slice);
    }

    /// <summary>Everything about this step may be different although no event named it.</summary>
    public static void Look(RunState state, int step)
    {
        ref var it = ref state.Steps[step];
        state.List(step);
        for (var slice = it.First; slice < it.First + it.Count; slice++)
        {
            Touch(state, slice);
        }
    }

    public static void ListAfterStart(RunState state, int step)
    {
        foreach (var node in state.Graph.AfterStartOf(state.Steps[step].Node))
        {
            var waiting = state.Beside(step, node);
            state.List(waiting);
            LookIfWished(state, waiting);
        }
    }

    /// <summary>A service that rests waits for others as if it had never begun.</summary>
    public static void LookIfWished(RunState state, int step)
    {
        if (state.Steps[step].Wished)
        {
            Look(state, step);
        }
    }

    /// <summary>Finds the next slice that is to be opened, of a step that calls a body.</summary>
    public static void NextCall(RunState state, int index)
    {
        if (!state.Calls(index) || state.Steps[index].Left == 0)
        {
            return;
        }

        ref var step = ref state.Steps[index];
        var order = state.OrderOf(index);
        while (step.NextQueued < step.Count
            && state.Slices[step.First + order.At(step.NextQueued)].Status is not (UnitStatus.Waiting or UnitStatus.Queued))
        {
            step.NextQueued++;
        }

        if (step.NextQueued < step.Count)
        {
            state.Unsettled.Add(step.First + order.At(step.NextQueued));
        }
    }

    /// <summary>What a slice calls, and all that is called in there, is told to end.</summary>
    public static void LookInside(RunState state, int host)
    {
        if (!state.FrameOfHost.TryGetValue(host, out var frame))
        {
            return;
        }

        var first = state.Frames[frame].First;
        for (var step = first; step < first + state.Bodies[state.Frames[frame].Body].Count; step++)
        {
            Look(state, step);
            if (state.Calls(step))
            {
                for (var slice = state.Steps[step].First; slice < state.Steps[step].First + state.Steps[step].Count; slice++)
                {
                    LookInside(state, slice);
                }
            }
        }
    }

    public static void ListAll(RunState state)
    {
        for (var step = 0; step < state.Steps.Length; step++)
        {
            state.List(step);
        }
    }
}
