using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Compose.Nodes;

/// <summary>
/// A piece of a YAML document with the place where it begins. An alias is the very node it names, and merge keys are
/// already merged, so a reader sees plain maps, lists and scalars. <see cref="Tag"/> is only what the user wrote
/// (<c>!override</c>, <c>!!str</c>), null if nothing.
/// </summary>
internal abstract class Node(Place at, string? tag)
{
    public Place At { get; } = at;

    public string? Tag { get; } = tag;

    /// <summary>What a message calls this kind of node: "a map", "a list", "a text".</summary>
    public abstract string Kind { get; }
}
