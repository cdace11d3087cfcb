namespace Dxflow.Runtimes;

/// <summary>
/// Where a program finds what a task has or had, for somebody who starts it and is not the task's runtime: on this machine a directory and
/// all variables, or a container. One that <see cref="TaskContainer.IsOwn"/> was made for this, and goes with the program.
/// </summary>
internal sealed record TaskPlace(string? Directory, IReadOnlyDictionary<string, string> Environment, TaskContainer? Container = null);

/// <summary>A container of the engine that listens at this address, by its id.</summary>
internal sealed record TaskContainer(string Engine, string Id, bool IsOwn = false);

/// <summary>
/// Which task: a service of a run (null: the latest) with its instance from 1, or a task by its key, whatever has become of it.
/// </summary>
internal sealed record TaskWish(string Workflow, int? Run, string? Service, int Instance, string? Key);
