using System.Text.Json;
using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Deciding;

/// <summary>
/// What deciding has to know and only the document's expressions can tell, over the outputs and states in the run; pure. Expressions
/// live in <c>Workflows/Flow</c>.
/// </summary>
internal interface IRunQuestions
{
    /// <summary><c>when</c> of a slice, by its number in its step; of a step that is asked once, of number 0.</summary>
    WhenVerdict When(RunState state, int step, int slice);

    /// <summary>How many slices <c>each</c> makes of a step.</summary>
    FanVerdict Fan(RunState state, int step);

    /// <summary>What is wrong with the inputs of the body's next turn, or null. The slice is a place in the column.</summary>
    string? Open(RunState state, int slice, int turn);

    /// <summary>What the turn that has just gone well comes to.</summary>
    TurnVerdict Close(RunState state, int slice);

    /// <summary>What another run has for a slice, by its number in its step, that is about to be queued.</summary>
    ReuseVerdict Reuse(RunState state, int step, int slice);
}

/// <summary>
/// What is taken over, and <see cref="From"/> which run; without one the slice is to run. With an error it fails as <c>bad_input</c>.
/// </summary>
internal readonly record struct ReuseVerdict(
    string? From = null, JsonElement? Outputs = null, string? Detail = null, string? Error = null);

/// <summary>What a step's <c>when</c> says. With an error the slice fails as <c>bad_input</c>.</summary>
internal readonly record struct WhenVerdict(bool Run, string? Error = null);

/// <summary>How many slices there are. With an error the step fails as <c>bad_input</c>.</summary>
internal readonly record struct FanVerdict(int Count, string? Error = null);

/// <summary>
/// The outputs of a turn, and whether the loop's condition holds (true where there is none). With an error the slice fails as
/// <c>bad_output</c>.
/// </summary>
internal readonly record struct TurnVerdict(JsonElement Outputs, bool Done, string? Error = null);
