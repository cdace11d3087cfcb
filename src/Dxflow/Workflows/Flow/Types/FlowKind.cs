namespace Dxflow.Workflows.Flow.Types;

/// <summary>
/// The kinds of values in a flow, as the format names them, and <see cref="Nothing"/>: the type of <c>null</c> and of the elements
/// of <c>[]</c>.
/// </summary>
internal enum FlowKind
{
    Nothing,
    String,
    Int,
    Float,
    Bool,
    Json,
    File,
    Dir,
    Secret,
    List,
    Map,
}
