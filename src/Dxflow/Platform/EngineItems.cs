using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Platform;

/// <summary>The container engines that can be named. Which of them is meant where none is: the first that is there.</summary>
internal enum PlatformEngine
{
    Docker,
    Podman,
}

internal sealed record ListEngines;

internal sealed record EngineItem(
    [Description("How it is named in `--on`.")] PlatformEngine Name,
    [Description("Where its API is looked for.")] string Address,
    [Description("Whether it answers there.")] bool Listens,
    [Description("Whether it is the one that is meant where none is named.")] bool Default,
    [Description("What answers, by its own word: an address may be another's.")] string? Product = null,
    [Description("Its version.")] string? Version = null,
    [Description("The version of the API that is spoken.")] string? ApiVersion = null,
    [Description("Why it does not answer."), Wide] string? Problem = null);

internal sealed record EngineItems([Description("Container engines, the preferred first.")] IReadOnlyList<EngineItem> Items);

internal sealed record ShowPlatform([Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record PlatformInfo(
    [Description("The container engine.")] PlatformEngine Name,
    [Description("Where its API is.")] string Address,
    [Description("What answers, by its own word.")] string Product,
    [Description("Its version.")] string? Version,
    [Description("The version of the API that is spoken.")] string ApiVersion,
    [Description("The operating system it runs on.")] string? OperatingSystem,
    [Description("The machine's kind of processor.")] string? Architecture,
    [Description("Processors.")] int Cpus,
    [Description("Memory, in bytes.")] long MemoryBytes,
    [Description("How it keeps images.")] string? StorageDriver,
    [Description("How it keeps logs.")] string? LoggingDriver,
    [Description("How it limits containers, and by which version of control groups.")] string? Cgroups,
    [Description("What it protects with.")] IReadOnlyList<string> Security);

/// <summary>A thing of a container engine was made, named or removed.</summary>
internal sealed record PlatformChanged(
    [Description("What was changed.")] string Name,
    [Description("Its id, where it has one.")] string? Id = null,
    [Description("The state it is in now, where it has one.")] string? State = null);

internal sealed record PrunedItem(
    [Description("What went, or would go.")] string Name,
    [Description("Its size, in bytes; what others share with it stays.")] long? SizeBytes = null,
    [Description("Why it stayed after all.")] string? Kept = null);

internal sealed record Pruned(
    [Description("What nothing uses.")] IReadOnlyList<PrunedItem> Items,
    [Description("Nothing was removed: this is what would go.")] bool DryRun = false);
