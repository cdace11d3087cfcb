using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow.Steps;

/// <summary>A declared output of a step: exactly one of <see cref="File"/>, <see cref="Path"/>, <see cref="Glob"/>.</summary>
internal sealed record OutputSpec(string Name, Place At, FlowType Type)
{
    public Placed<Template>? File { get; init; }

    public Placed<Template>? Path { get; init; }

    public Placed<Template>? Glob { get; init; }

    /// <summary>Text of the type, as <c>-p</c> takes it.</summary>
    public Placed<string>? Default { get; init; }

    public Collect Collect { get; init; }
}
