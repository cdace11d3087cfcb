using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Platform.Volumes;

internal sealed record ListVolumes(
    [Description("How many at most, up to 1000.")] int Limit = 100,
    [Description("Go on after this, the `next` of the answer before.")] string? Cursor = null,
    [Description("Only those of this Compose project.")] string? Project = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record VolumeItem(
    [Description("Its name.")] string Name,
    [Description("What keeps it.")] string? Driver,
    [Description("The Compose project it belongs to.")] string? Project,
    [Description("When it was made.")] DateTimeOffset? CreatedAt,
    [Description("Where it lies on the engine's machine."), Wide] string? Mountpoint);

internal sealed record VolumeItems(
    [Description("Volumes, by name.")] IReadOnlyList<VolumeItem> Items,
    [Description("The cursor of what follows; none at the end.")] string? Next);

internal sealed record InspectVolume(
    [Description("Name of the volume.")] string Volume,
    [Description("Show also what looks like a secret; a MASTER may.")] bool Reveal = false,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record VolumeDetails(
    [Description("Its name.")] string Name,
    [Description("What keeps it.")] string? Driver,
    [Description("How far it reaches.")] string? Scope,
    [Description("Where it lies on the engine's machine.")] string? Mountpoint,
    [Description("When it was made.")] DateTimeOffset? CreatedAt,
    [Description("The containers that use it.")] IReadOnlyList<string> Containers,
    [Description("Options of its driver.")] IReadOnlyDictionary<string, string> Options,
    [Description("Its labels.")] IReadOnlyDictionary<string, string> Labels);

internal sealed record CreateVolume(
    [Description("Its name.")] string Name,
    [Description("What keeps it; otherwise the engine's usual driver.")] string? Driver = null,
    [Description("Options of the driver.")] IReadOnlyDictionary<string, string>? Option = null,
    [Description("Its labels."), Short('l')] IReadOnlyDictionary<string, string>? Label = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record RemoveVolume(
    [Description("Name of the volume.")] string Volume,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record PruneVolumes(
    [Description("Only say what would go.")] bool DryRun = false,
    [Description("Also those that somebody gave a name.")] bool All = false,
    [Description("Only those of this Compose project.")] string? Project = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);
