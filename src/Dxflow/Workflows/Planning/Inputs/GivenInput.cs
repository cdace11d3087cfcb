using Dxflow.Workflows.Flow.Values;

namespace Dxflow.Workflows.Planning.Inputs;

/// <summary>
/// What a user gave for an input of the workflow: text that the document types (<c>-p n=5</c>), or what was uploaded for
/// <c>@PATH</c> and <c>@GLOB</c>.
/// </summary>
internal sealed record GivenInput(string? Text, FlowValue? Value = null);
