using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Platform.Networks;

internal sealed record ListNetworks(
    [Description("How many at most, up to 1000.")] int Limit = 100,
    [Description("Go on after this, the `next` of the answer before.")] string? Cursor = null,
    [Description("Only those of this Compose project.")] string? Project = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record NetworkItem(
    [Description("Its name.")] string Name,
    [Description("What makes it.")] string? Driver,
    [Description("The Compose project it belongs to.")] string? Project,
    [Description("Whether it leads nowhere else.")] bool Internal,
    [Description("When it was made.")] DateTimeOffset? CreatedAt,
    [Description("Its id."), Wide] string Id);

internal sealed record NetworkItems(
    [Description("Networks, by name.")] IReadOnlyList<NetworkItem> Items,
    [Description("The cursor of what follows; none at the end.")] string? Next);

internal sealed record InspectNetwork(
    [Description("Name or id of the network.")] string Network,
    [Description("Show also what looks like a secret; a MASTER may.")] bool Reveal = false,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record NetworkDetails(
    [Description("Its name.")] string Name,
    [Description("Its id.")] string Id,
    [Description("What makes it.")] string? Driver,
    [Description("How far it reaches.")] string? Scope,
    [Description("Whether it leads nowhere else.")] bool Internal,
    [Description("Whether it has IPv6.")] bool Ipv6,
    [Description("When it was made.")] DateTimeOffset? CreatedAt,
    [Description("Its ranges of addresses.")] IReadOnlyList<NetworkRange> Ranges,
    [Description("The containers in it.")] IReadOnlyList<NetworkMemberItem> Containers,
    [Description("Options of its driver.")] IReadOnlyDictionary<string, string> Options,
    [Description("Its labels.")] IReadOnlyDictionary<string, string> Labels);

internal sealed record NetworkRange(
    [Description("The range.")] string? Subnet, [Description("The way out of it.")] string? Gateway);

internal sealed record NetworkMemberItem(
    [Description("The container.")] string Name, [Description("Its address there.")] string? Address);

internal sealed record CreateNetwork(
    [Description("Its name.")] string Name,
    [Description("What makes it; otherwise the engine's usual driver.")] string? Driver = null,
    [Description("It leads nowhere else.")] bool Internal = false,
    [Description("Its range of addresses, such as 10.9.0.0/24.")] string? Subnet = null,
    [Description("Its labels."), Short('l')] IReadOnlyDictionary<string, string>? Label = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record RemoveNetwork(
    [Description("Name or id of the network.")] string Network,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record PruneNetworks(
    [Description("Only say what would go.")] bool DryRun = false,
    [Description("Only those of this Compose project.")] string? Project = null,
    [Description("The container engine; otherwise the first that is there.")] PlatformEngine? On = null);
