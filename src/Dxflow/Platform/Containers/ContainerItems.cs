using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Platform.Containers;

internal sealed record ListContainers(
    [Description("How many at most, up to 1000.")] int Limit = 100,
    [Description("Go on after this, the `next` of the answer before.")] string? Cursor = null,
    [Description("Also those that do not run."), Short('a')] bool All = false,
    [Description("Only those of this Compose project.")] string? Project = null,
    [Description("Only those with this label, as NAME or NAME=VALUE."), Short('l')] IReadOnlyList<string>? Label = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record ContainerItem(
    [Description("Its name.")] string Name,
    [Description("The image it is made from.")] string? Image,
    [Description("The state it is in: created, running, paused, restarting, exited or dead.")] string? State,
    [Description("The Compose project it belongs to.")] string? Project,
    [Description("The service of that project.")] string? Service,
    [Description("Its ports, and where they are published.")] IReadOnlyList<string> Ports,
    [Description("When it was made.")] DateTimeOffset? CreatedAt,
    [Description("The state in the engine's own words."), Wide] string? Status,
    [Description("Its id."), Wide] string Id);

internal sealed record ContainerItems(
    [Description("Containers, by name.")] IReadOnlyList<ContainerItem> Items,
    [Description("The cursor of what follows; none at the end.")] string? Next);

internal sealed record InspectContainer(
    [Description("Name or id of the container.")] string Container,
    [Description("Show the values of its environment, and what else is hidden; a MASTER may.")] bool Reveal = false,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

/// <summary>What an engine says of one container, without what would only make it again.</summary>
internal sealed record ContainerDetails(
    [Description("Its name.")] string Name,
    [Description("Its id.")] string Id,
    [Description("The image it is made from.")] string? Image,
    [Description("The state it is in.")] string? State,
    [Description("Whether it is well, where it is asked.")] string? Health,
    [Description("The exit code of one that has ended.")] int? ExitCode,
    [Description("It was ended because it used too much memory.")] bool OutOfMemory,
    [Description("Why it could not be started.")] string? Error,
    [Description("Its main process on the engine's machine.")] int? Pid,
    [Description("When it was made.")] DateTimeOffset? CreatedAt,
    [Description("When it was last started.")] DateTimeOffset? StartedAt,
    [Description("When it last ended.")] DateTimeOffset? FinishedAt,
    [Description("How often the engine has restarted it.")] int Restarts,
    [Description("What starts its command.")] IReadOnlyList<string> Entrypoint,
    [Description("Its command.")] IReadOnlyList<string> Command,
    [Description("Who runs in it.")] string? User,
    [Description("Where its command begins.")] string? WorkingDirectory,
    [Description("Whether it has a terminal.")] bool Tty,
    [Description("Its variables; values are hidden.")] IReadOnlyDictionary<string, string> Environment,
    [Description("Its labels; what looks like a secret is hidden.")] IReadOnlyDictionary<string, string> Labels,
    [Description("Its ports, and where they are published.")] IReadOnlyList<string> Ports,
    [Description("The networks it is in.")] IReadOnlyList<ContainerNetwork> Networks,
    [Description("What is mounted in it.")] IReadOnlyList<ContainerMount> Mounts);

internal sealed record ContainerNetwork(
    [Description("The network.")] string Name,
    [Description("Its address there.")] string? Address,
    [Description("What it is called there.")] IReadOnlyList<string> Aliases);

internal sealed record ContainerMount(
    [Description("What kind of mount it is.")] string? Kind,
    [Description("The volume or the path it comes from.")] string? Source,
    [Description("Where it is in the container.")] string? Target,
    [Description("Whether it can be written.")] bool Writable);

internal sealed record StartContainer(
    [Description("Name or id of the container.")] string Container,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record StopContainer(
    [Description("Name or id of the container.")] string Container,
    [Description("How long it has to end by itself; otherwise as it was made.")] TimeSpan? Grace = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record RestartContainer(
    [Description("Name or id of the container.")] string Container,
    [Description("How long it has to end by itself; otherwise as it was made.")] TimeSpan? Grace = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record KillContainer(
    [Description("Name or id of the container.")] string Container,
    [Description("The signal, by name or number."), Short('s')] string Signal = "KILL",
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record PauseContainer(
    [Description("Name or id of the container.")] string Container,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record UnpauseContainer(
    [Description("Name or id of the container.")] string Container,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record RemoveContainer(
    [Description("Name or id of the container.")] string Container,
    [Description("End it first, if it runs.")] bool Force = false,
    [Description("Remove its unnamed volumes too.")] bool Volumes = false,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record PruneContainers(
    [Description("Only say what would go.")] bool DryRun = false,
    [Description("Only those of this Compose project.")] string? Project = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record ReadContainerLogs(
    [Description("Name or id of the container.")] string Container,
    [Description("Go on as it writes, until it ends."), Short('f')] bool Follow = false,
    [Description("Only the last so many lines.")] int? Tail = null,
    [Description("Only what was written since.")] DateTimeOffset? Since = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record ContainerLine(
    [Description("When it was written."), Wide] DateTimeOffset? At,
    [Description("Whether it was written to standard error."), Wide] bool Error,
    [Description("The line.")] string Text);

internal sealed record ReadContainerStats(
    [Description("Names or ids; otherwise all that run."), Argument] IReadOnlyList<string>? Containers = null,
    [Description("Only those of this Compose project.")] string? Project = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record ContainerUse(
    [Description("The container.")] string Name,
    [Description("Processor time used, in seconds.")] double? CpuSeconds,
    [Description("Memory now, in bytes.")] long? MemoryBytes,
    [Description("The most it may have, in bytes.")] long? MemoryLimitBytes,
    [Description("Processes.")] int? Processes,
    [Description("Received over networks, in bytes.")] long? ReceivedBytes,
    [Description("Sent over networks, in bytes.")] long? SentBytes);

internal sealed record ContainerUses([Description("What runs now.")] IReadOnlyList<ContainerUse> Items);

internal sealed record ExecInContainer(
    [Description("Name or id of the container.")] string Container,
    [Description("The program and its arguments."), Rest] IReadOnlyList<string> Command,
    [Description("Sends standard input; without it the program has none."), Short('i')] bool Interactive = false,
    [Description("Runs it on a terminal, which has no standard error of its own."), Short('t')] bool Tty = false,
    [Description("Variables of the program."), Short('e')] IReadOnlyDictionary<string, string>? Env = null,
    [Description("Who runs it."), Short('u')] string? User = null,
    [Description("Where it begins."), Short('w')] string? Workdir = null,
    [Description("Gives it all privileges.")] bool Privileged = false,
    [Description("Rows of the terminal's window at first; as the command's own, else 24.")] int? Rows = null,
    [Description("Columns of the terminal's window at first; as the command's own, else 80.")] int? Columns = null,
    [Description("What kind of terminal it is shown on, TERM; as the command's own, else xterm.")] string? Term = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);
