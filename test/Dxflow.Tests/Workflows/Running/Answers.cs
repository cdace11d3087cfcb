using Dxflow.Workflows.Running.Deciding;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Tests.Workflows.Running;

/// <summary>Answers to what a document's expressions would be asked, each as a test says.</summary>
internal sealed class Answers : IRunQuestions
{
    public Func<RunState, int, int, WhenVerdict> When { get; init; } = static (_, _, _) => new WhenVerdict(true);

    public Func<RunState, int, FanVerdict> Fan { get; init; } = static (_, _) => new FanVerdict(1);

    public Func<RunState, int, int, string?> Open { get; init; } = static (_, _, _) => null;

    public Func<RunState, int, TurnVerdict> Close { get; init; } = static (_, _) => new TurnVerdict(default, true);

    public Func<RunState, int, int, ReuseVerdict> Reuse { get; init; } = static (_, _, _) => default;

    WhenVerdict IRunQuestions.When(RunState state, int step, int slice) => When(state, step, slice);

    FanVerdict IRunQuestions.Fan(RunState state, int step) => Fan(state, step);

    string? IRunQuestions.Open(RunState state, int slice, int turn) => Open(state, slice, turn);

    TurnVerdict IRunQuestions.Close(RunState state, int slice) => Close(state, slice);

    ReuseVerdict IRunQuestions.Reuse(RunState state, int step, int slice) => Reuse(state, step, slice);
}
