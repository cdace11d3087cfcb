using System.ComponentModel;
using Dxflow.Operations;

namespace Dxflow.Platform.Registries;

internal sealed record ListRegistries;

internal sealed record RegistryItem(
    [Description("The registry.")] string Server,
    [Description("Who signs in there.")] string User,
    [Description("When they were let in.")] DateTimeOffset Since);

internal sealed record RegistryItems([Description("Registries that are signed in to.")] IReadOnlyList<RegistryItem> Items);

internal sealed record LoginRegistry(
    [Description("The registry, such as registry.example:5000; otherwise Docker's hub."), Argument] string Server = "docker.io",
    [Description("Who signs in; without it the command asks."), Short('u')] string? User = null,
    [Description("The password or a token; without it the command asks."), FromFile, Secret] string? Password = null,
    [Description("The container engine that asks the registry; otherwise the first that is there.")] PlatformEngine? On = null);

internal sealed record LogoutRegistry(
    [Description("The registry; otherwise Docker's hub."), Argument] string Server = "docker.io");
