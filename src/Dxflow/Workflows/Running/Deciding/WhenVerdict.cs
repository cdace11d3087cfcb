using Dxflow.Workflows.Running.States;

namespace Dxflow.Workflows.Running.Deciding;

/// <summary>What a step's <c>when</c> says. With an error the slice fails as <c>bad_input</c>.</summary>
internal readonly record struct WhenVerdict(bool Run, string? Error = null);

/// <summary>
/// Evaluates <c>when</c> of a slice over the outputs and states in the run; pure. Expressions live in <c>Workflows/Flow</c>.
/// </summary>
internal delegate WhenVerdict WhenQuestion(RunState state, int step, int slice);
