using Dxflow.Runtimes;

namespace Dxflow.Shells.Keeping;

/// <summary>
/// What is kept of a shell from before it is started until it is removed. Never its environment, which may hold secrets.
/// <see cref="Inside"/>: the service or task of a workflow that it is in; <see cref="Container"/>: the container, where that is one.
/// </summary>
internal sealed record ShellRecord(
    string Id, string Name, string By, DateTimeOffset At, string Program, IReadOnlyList<string> Arguments, string WorkingDirectory,
    double? IdleSeconds = null, double? LifeSeconds = null, string? Inside = null, TaskContainer? Container = null);
