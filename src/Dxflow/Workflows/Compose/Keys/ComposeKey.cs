namespace Dxflow.Workflows.Compose.Keys;

/// <summary>A key of compose-spec, the form of its value, and what <c>process</c> does; <see cref="Why"/> ends the message.</summary>
internal sealed record ComposeKey(string Name, KeyShape Shape, OnProcess OnProcess, string Why = "");
