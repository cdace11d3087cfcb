namespace Dxflow.Sdk.Flows.Writing;

/// <summary>
/// Where an expression stands: an element of a fan-out is
/// <c>each.NAME</c> until the task has it, then <c>inputs.NAME</c>.
/// </summary>
internal enum Place
{
    Values,
    Task,
}
