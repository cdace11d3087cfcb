using Dxflow.Workflows.Compose.Specs;
using Dxflow.Workflows.Flow.Steps;
using Dxflow.Workflows.Flow.Types;

namespace Dxflow.Workflows.Planning.Building.Calls;

/// <summary>
/// Which document: the file, the entry of its <c>x-workflows</c>, and the runtime that the calling step asks for its steps.
/// </summary>
internal readonly record struct DocumentKey(string Path, string? Entry = null, string? Runtime = null);

/// <summary>
/// A document of a plan: the one that is run (<see cref="Body"/> 0) or one that a step calls. <see cref="File"/> is the reading of the
/// whole file, which names further ones.
/// </summary>
internal sealed record CalledDocument(
    DocumentKey Key, string Name, int Body, ComposeReading Reading, ComposeReading File, FlowSpec Flow, IReadOnlyList<ServiceSpec> Enabled)
{
    /// <summary>What its steps call, by the step's name.</summary>
    public Dictionary<string, CalledDocument> Calls { get; } = new(StringComparer.Ordinal);

    /// <summary>Several instances of it may be open at once, because of an <c>each</c> on the way to it.</summary>
    public bool IsMany { get; set; }

    /// <summary>The types of its outputs.</summary>
    public Dictionary<string, FlowType> Outputs { get; } = new(StringComparer.Ordinal);
}
