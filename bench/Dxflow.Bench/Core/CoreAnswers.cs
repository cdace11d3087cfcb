using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Bench.Core;

/// <summary>What expressions would say, of a plan without any: everything runs, and each fan-out has so many slices.</summary>
internal sealed class CoreAnswers(int slices) : IRunQuestions
{
    public WhenVerdict When(RunState state, int step, int slice) => new(true);

    public FanVerdict Fan(RunState state, int step) => new(slices);

    public string? Open(RunState state, int slice, int turn) => null;

    public TurnVerdict Close(RunState state, int slice) => new(default, true);

    public ReuseVerdict Reuse(RunState state, int step, int slice) => default;
}
