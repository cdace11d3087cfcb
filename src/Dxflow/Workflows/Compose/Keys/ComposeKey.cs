namespace Dxflow.Workflows.Compose.Keys;

/// <summary>
/// A key of compose-spec, the form of its value, and what <c>process</c> does; <see cref="Why"/> ends the message. What containers do is
/// <see cref="Containers"/>, and <see cref="ContainersWhy"/> ends that message.
/// </summary>
internal sealed record ComposeKey(
    string Name,
    KeyShape Shape,
    OnProcess OnProcess,
    string Why = "",
    OnContainers Containers = OnContainers.Honoured,
    string ContainersWhy = "");
