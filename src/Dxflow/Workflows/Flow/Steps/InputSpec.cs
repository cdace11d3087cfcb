using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Types;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Flow.Steps;

/// <summary>
/// A declared input of a step or of the workflow. Of <see cref="From"/> (a reference), <see cref="Literal"/> and
/// <see cref="Sources"/> (<c>file:</c>, <c>text:</c>, <c>object:</c>, <c>https:</c>) at most one is the value or, for
/// <see cref="IsDefault"/>, its default.
/// <see cref="Type"/> is null where the source's type is meant.
/// </summary>
internal sealed record InputSpec(string Name, Place At)
{
    public FlowType? Type { get; init; }

    public Placed<Template>? From { get; init; }

    /// <summary>Text of the type, as <c>-p</c> takes it.</summary>
    public Placed<string>? Literal { get; init; }

    public IReadOnlyList<Placed<string>>? Sources { get; init; }

    public Placed<Template>? Path { get; init; }

    public bool Writable { get; init; }

    public bool Place { get; init; } = true;

    public string? Description { get; init; }

    /// <summary>A JSON list of the values allowed.</summary>
    public string? Values { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }

    public string? Pattern { get; init; }
}
