namespace Dxflow.Sdk.Flows.Runs;

/// <summary>How a flow is run.</summary>
/// <param name="Runtime">
/// Where steps run that do not say it: <c>process docker podman</c>, or a target of the engine's, as <c>slurm</c>.
/// </param>
/// <param name="FailFast">Whether it ends at the first failure.</param>
/// <param name="Keep">Whether the work directories of steps that succeeded stay.</param>
/// <param name="ProjectDirectory">From where relative paths start; otherwise the working directory.</param>
/// <param name="Seen">Told of every change of the run, in order.</param>
public sealed record FlowRunOptions(
    string? Runtime = null, bool FailFast = false, bool Keep = false, string? ProjectDirectory = null, Action<RunEventInfo>? Seen = null);
