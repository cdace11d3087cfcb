namespace Dxflow.Surfaces.Cli.Progress;

/// <summary>
/// One line of progress. <see cref="Since"/> without <see cref="Until"/>: its time is still running. <see cref="Done"/> is how far it is;
/// only a terminal shows that, since it is no change of state.
/// </summary>
internal sealed record ProgressRow(
    string Name, string State, DateTimeOffset? Since = null, DateTimeOffset? Until = null, string? Note = null, string? Done = null);
