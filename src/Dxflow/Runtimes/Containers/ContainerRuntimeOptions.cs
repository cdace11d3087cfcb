using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers;

/// <summary>
/// <see cref="Name"/> is what users call it, <c>docker</c> or <c>podman</c>; which of the two really answers at <see cref="Address"/> is
/// found out there. <see cref="Home"/> is a directory of the engine's own, by which its containers are told from another's.
/// <see cref="LogBytesMax"/> is kept per stream of a task. <see cref="Login"/> knows who signs in at a registry;
/// <see cref="Build"/> makes an image that a document describes.
/// </summary>
internal sealed record ContainerRuntimeOptions(
    string Name,
    string Home,
    string Address,
    long LogBytesMax = ContainerRuntimeOptions.LogBytesMaxDefault,
    Func<string, RegistryLogin?>? Login = null,
    Func<EngineApi, ContainerImage, CancellationToken, Task>? Build = null)
{
    public const long LogBytesMaxDefault = 64 << 20;
}
