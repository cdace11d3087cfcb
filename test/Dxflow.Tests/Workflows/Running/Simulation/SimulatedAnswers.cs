using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Tests.Workflows.Running.Simulation;

/// <summary>Any answer will do, as long as it stays the same: it follows from which step, slice and turn it is.</summary>
internal static class SimulatedAnswers
{
    private const int DepthMax = 3;

    public static Answers All { get; } = new() { When = When, Fan = Fan, Open = Open, Close = Close, Reuse = Reuse };

    private static WhenVerdict When(RunState state, int step, int slice) =>
        Depth(state, state.Steps[step].Frame) >= DepthMax ? new WhenVerdict(false)
        : ((step + slice) % 4) switch
        {
            1 => new WhenVerdict(false),
            2 => new WhenVerdict(false, "no such output"),
            _ => new WhenVerdict(true),
        };

    private static FanVerdict Fan(RunState state, int step) =>
        step % 11 == 9 ? new FanVerdict(0, "no list") : new FanVerdict(((step * 5) + state.Number) % 6);

    private static string? Open(RunState state, int slice, int turn) => (slice + turn) % 23 == 7 ? "no such input" : null;

    private static TurnVerdict Close(RunState state, int slice)
    {
        var turn = state.Frames[state.FrameOfHost[slice]].Turn;
        return new TurnVerdict(World.SomeOutputs, (slice + turn) % 3 == 0, (slice + turn) % 19 == 5 ? "no such output" : null);
    }

    /// <summary>An earlier run has done some of it, has something that cannot be taken over, and has not heard of the rest.</summary>
    private static ReuseVerdict Reuse(RunState state, int step, int slice) => (((step * 3) + slice) % 7) switch
    {
        0 or 2 or 3 => new ReuseVerdict("w/0", World.SomeOutputs),
        5 when slice % 5 == 4 => new ReuseVerdict(Error: "its output was to be changed"),
        6 => new ReuseVerdict("w/0", null, "another command"),
        _ => default,
    };

    private static int Depth(RunState state, int frame)
    {
        var depth = 0;
        for (; state.Frames[frame].Host is >= 0 and var host; depth++)
        {
            frame = state.Steps[state.Slices[host].Step].Frame;
        }

        return depth;
    }
}
