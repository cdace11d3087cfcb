namespace Dxflow.Surfaces.Cli.Progress;

/// <summary>One line of progress. <see cref="Since"/> without <see cref="Until"/>: its time is still running.</summary>
internal sealed record ProgressRow(
    string Name, string State, DateTimeOffset? Since = null, DateTimeOffset? Until = null, string? Note = null);
