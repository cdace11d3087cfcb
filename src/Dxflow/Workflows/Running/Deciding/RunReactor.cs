using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Deciding;

/// <summary>
/// The working state and the one way to change it:
/// <list type="number">
/// <item>decide what the input says, and apply it;</item>
/// <item>for each slice, then each step, that this touched: decide what follows, and apply it, until nothing follows;</item>
/// <item>decide what follows for the run, and if something does, from 2 again.</item>
/// </list>
/// Pure but for the state it owns: the same state, input and moment give the same events.
/// </summary>
internal sealed class RunReactor(RunState state, IRunQuestions ask, int asksPerTurn = Asks.PerTurn)
{
    private readonly List<RunEvent> _decided = [];

    public RunState State => state;

    public Asks Asks { get; } = new(asksPerTurn);

    /// <summary>Adds the events to the list, already applied, in order.</summary>
    public void React(RunInput input, Moment at, List<RunEvent> events)
    {
        var parts = RunDecide.Parts(input);
        for (var part = 0; part < parts; part++)
        {
            RunDecide.Decide(state, input, part, at, _decided);
            Accept(events);
        }

        switch (input)
        {
            case RunRecovered:
                state.ListEverything();
                break;
            case TimersDue due:
                state.Unsettled.AddRange(due.Slices);
                break;
            case AskingGoesOn:
                while (Asks.TryNext(out var waits))
                {
                    state.List(waits);
                }

                break;
        }

        do
        {
            Settle(at, events, stepsFirst: input is RunRecovered);
            RunRules.Decide(state, at, _decided);
        }
        while (Accept(events));
    }

    /// <summary>
    /// After a crash steps are first: of a step whose slices were being asked one by one the rest is still to be asked, before one of them
    /// begins and it seems to have begun.
    /// </summary>
    private void Settle(Moment at, List<RunEvent> events, bool stepsFirst)
    {
        while (true)
        {
            if (stepsFirst && state.TryTakeStep(out var early))
            {
                StepRules.Decide(state, early, ask, Asks, at, _decided);
            }
            else if (state.Unsettled.Count > 0)
            {
                var slice = state.Unsettled[^1];
                state.Unsettled.RemoveAt(state.Unsettled.Count - 1);
                SliceRules.Decide(state, slice, ask, at, _decided);
            }
            else if (state.TryTakeStep(out var step))
            {
                StepRules.Decide(state, step, ask, Asks, at, _decided);
            }
            else if (state.UnsettledFrames.Count > 0)
            {
                var frame = state.UnsettledFrames[^1];
                state.UnsettledFrames.RemoveAt(state.UnsettledFrames.Count - 1);
                RunRules.DecideInside(state, frame, at, _decided);
            }
            else
            {
                return;
            }

            Accept(events);
        }
    }

    private bool Accept(List<RunEvent> events)
    {
        foreach (var fact in _decided)
        {
            RunApply.Apply(state, fact);
            events.Add(fact);
        }

        var any = _decided.Count > 0;
        _decided.Clear();
        return any;
    }
}
