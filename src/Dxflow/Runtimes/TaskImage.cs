using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes;

/// <summary>
/// An image that a task runs in where its runtime places it elsewhere: its name, when it is fetched, and what of the node's files the task
/// sees beside its own directory (binds alone; sources and targets are absolute).
/// </summary>
internal sealed record TaskImage(
    string Reference, PullPolicy Pull = PullPolicy.Missing, IReadOnlyList<ContainerMount>? Mounts = null);
