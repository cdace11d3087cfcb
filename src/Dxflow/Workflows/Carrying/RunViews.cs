using System.Globalization;
using System.Text.Json;
using Dxflow.Artifacts;
using Dxflow.Workflows.Flow;
using Dxflow.Workflows.Flow.Values;
using Dxflow.Workflows.Planning.Evaluation;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.States;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Carrying;

/// <summary>
/// A run's state as expressions see it: of each frame the steps that stand beside each other there, and of a slice which it is. What a
/// turn was given, and left, is evaluated once a frame and kept (<see cref="FrameValues{T}"/>); so one loop uses it.
/// </summary>
internal sealed class RunViews(RunFacts facts, StepEvaluation steps, ArtifactStore store, bool neutral = false)
{
    private readonly FrameValues<IReadOnlyDictionary<string, FlowValue>> _inputs = new();
    private readonly FrameValues<JsonElement> _outputs = new();
    private readonly FrameValues<string> _within = new();

    /// <summary>What a step refers to: its frame, or if that is a turn of its own loop the one where it is written.</summary>
    public RunView Of(RunState state, int step) => OfFrame(state, Written(state, state.Steps[step].Frame));

    /// <summary>Only <c>on_exit</c> can ask for the verdict, which costs a look at every node.</summary>
    public RunView OfFrame(RunState state, int frame)
    {
        var (body, first) = (state.Bodies[state.Frames[frame].Body], state.Frames[frame].First);
        return new RunView(
            facts.Id,
            facts.Number,
            facts.Workflow,
            frame == 0 ? facts.Inputs : Inputs(state, frame),
            node => Node(state, first + node - body.First),
            body.OnExit is null ? null : Verdict(state, frame),
            Tree,
            frame,
            frame == 0 ? "" : Within(state, frame),
            neutral);
    }

    public SliceView Slice(RunState state, int step, int slice)
    {
        var frame = state.Steps[step].Frame;
        if (IsWritten(state, frame))
        {
            return new SliceView(slice, state.Steps[step].IsFanned ? state.Steps[step].Node : -1);
        }

        return Turn(state, state.Frames[frame].Host, state.Frames[frame].Turn, state.Frames[frame].Before);
    }

    /// <summary>A slice that calls a body, as it begins a turn after that of frame <paramref name="before"/>; -1: none.</summary>
    public SliceView Turn(RunState state, int host, int turn, int before)
    {
        var step = state.Slices[host].Step;
        var isLoop = state.NodeOf(step).Step?.Repeat is not null;
        var looksBack = before >= 0 && steps.CarriesInputs(state.Steps[step].Node);
        return Slice(state, step, host - state.Steps[step].First) with
        {
            Turn = isLoop ? turn : null,
            Before = before < 0 ? null : Outputs(state, before),
            GivenBefore = looksBack ? Inputs(state, before) : null,
        };
    }

    /// <summary>The outputs of an instance that went well.</summary>
    /// <exception cref="FlowException">One of them cannot be evaluated.</exception>
    public JsonElement Outputs(RunState state, int frame)
    {
        if (_outputs.TryGet(frame, out var known))
        {
            return known;
        }

        var it = state.Frames[frame];
        if (!IsWritten(state, frame))
        {
            return state.Outputs.TryGetValue(state.Steps[it.First].First, out var left)
                ? left : FlowJson.Element([], FlowJsonForm.Stored);
        }

        var (values, errors) = steps.Results(OfFrame(state, frame), it.Body);
        if (errors.Count > 0)
        {
            var (name, error) = errors.First();
            throw new FlowException(error with { Message = $"the output '{name}': {error.Message}" });
        }

        return _outputs.Keep(state, frame, FlowJson.Element(values, FlowJsonForm.Stored));
    }

    /// <summary>
    /// What the turn, or the body, was given. What came before is made first, turn by turn: one asking for the other would go as deep as
    /// there are turns.
    /// </summary>
    public IReadOnlyDictionary<string, FlowValue> Inputs(RunState state, int frame)
    {
        if (_inputs.TryGet(frame, out var given))
        {
            return given;
        }

        var chain = new Stack<int>();
        for (var at = frame; at >= 0 && !_inputs.Knows(at); at = state.Frames[at].Before)
        {
            chain.Push(at);
        }

        while (chain.TryPop(out var turn))
        {
            given = _inputs.Keep(state, turn, Given(state, turn));
        }

        return given;
    }

    private IReadOnlyDictionary<string, FlowValue> Given(RunState state, int frame)
    {
        var it = state.Frames[frame];
        var step = state.Slices[it.Host].Step;
        var (view, node, turn) = (Of(state, step), state.Steps[step].Node, Turn(state, it.Host, it.Turn, it.Before));
        return state.NodeOf(step).Step!.Call!.Inline ? steps.Inputs(view, node, turn) : steps.With(view, node, turn);
    }

    /// <summary>The key of a slice: that of what it is in, then its own, then its turn.</summary>
    public string Key(RunState state, int step, int slice)
    {
        var (view, it) = (Of(state, step), Slice(state, step, slice));
        var turn = it.Turn is { } at ? string.Create(CultureInfo.InvariantCulture, $"/{at}") : "";
        return view.Within + steps.Key(view, state.Steps[step].Node, it) + turn;
    }

    /// <summary>The beginning of all keys in a frame.</summary>
    private string Within(RunState state, int frame)
    {
        if (!_within.TryGet(frame, out var within))
        {
            var (host, turn) = (state.Frames[frame].Host, state.Frames[frame].Turn);
            var step = state.Slices[host].Step;
            var key = Key(state, step, host - state.Steps[step].First);
            var isLoop = state.NodeOf(step).Step?.Repeat is not null;
            within = _within.Keep(
                state, frame, isLoop ? string.Create(CultureInfo.InvariantCulture, $"{key}/{turn}/") : key + "/");
        }

        return within;
    }

    /// <summary>It is an instance of a document, and no turn of a step's own loop.</summary>
    public static bool IsWritten(RunState state, int frame) => Written(state, frame) == frame;

    private static int Written(RunState state, int frame)
    {
        while (state.Frames[frame].Host is >= 0 and var host && state.NodeOf(state.Slices[host].Step).Step!.Call!.Inline)
        {
            frame = state.Steps[state.Slices[host].Step].Frame;
        }

        return frame;
    }

    private NodeView Node(RunState state, int index)
    {
        var step = state.Steps[index];
        return new NodeView(
            // That its result is an earlier run's changes nothing of what follows from it.
            EventProjection.Word(step.Status == UnitStatus.Reused ? UnitStatus.Succeeded : step.Status),
            Tolerance.Ok(step),
            step.Failed,
            !step.IsFanned && state.Outputs.TryGetValue(step.First, out var outputs) ? outputs : null,
            step.Count,
            slice => state.Outputs.TryGetValue(step.First + slice, out var one) ? one : null,
            Turns: slice => Turns(state, step.First + slice));
    }

    /// <summary>What each turn of a slice has left, in their order; null if it did not go well.</summary>
    private List<JsonElement>? Turns(RunState state, int host)
    {
        if (state.Slices[host].Status != UnitStatus.Succeeded || !state.FrameOfHost.TryGetValue(host, out var frame))
        {
            return null;
        }

        var turns = new Stack<int>();
        for (; frame >= 0; frame = state.Frames[frame].Before)
        {
            turns.Push(frame);
        }

        return [.. turns.Select(turn => Outputs(state, turn))];
    }

    /// <summary>What <c>on_exit</c> sees: the verdict that stands if it goes well itself.</summary>
    private RunVerdict Verdict(RunState state, int frame)
    {
        var (it, body) = (state.Frames[frame], state.Bodies[state.Frames[frame].Body]);
        var isCancelled = it.Host < 0 ? state.Cancel is not null : state.IsCancelled(it.First);
        var status = isCancelled ? RunStatus.Cancelled : it.FailedStep >= 0 ? RunStatus.Failed : RunStatus.Succeeded;
        string? reason = it.FailedStep < 0 ? null : EventProjection.Word(state.ReasonOf(it.FailedStep));
        var failed = Enumerable.Range(it.First, body.Count).Where(step => state.Steps[step].Status == UnitStatus.Failed);
        return new RunVerdict(EventProjection.Word(status), reason, [.. failed.Select(step => state.NodeOf(step).Name)]);
    }

    private Dictionary<string, ArtifactValue> Tree(ArtifactValue directory)
    {
        try
        {
            return store.List(ArtifactForm.Of(directory)).ToDictionary(entry => entry.Key, entry => ArtifactForm.Of(entry.Value));
        }
        catch (ArtifactException gone)
        {
            throw new FlowException(FlowErrorKind.Missing, gone.Message);
        }
    }
}
