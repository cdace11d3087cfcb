using Dxflow.Runtimes.Containers.Api.Answers;

namespace Dxflow.Runtimes.Containers;

/// <summary>
/// <see cref="Name"/> is what users call it, <c>docker</c> or <c>podman</c>; which of the two really answers at <see cref="Address"/> is
/// found out there. <see cref="Home"/> is a directory of the engine's own, by which its containers are told from another's.
/// <see cref="LogBytesMax"/> is kept per stream of a task. <see cref="Login"/> knows who signs in at a registry,
/// <see cref="Logins"/> all of them by the server's name: a build may need any. <see cref="Log"/> takes what an operator should know and
/// no task tells. <see cref="Engine"/> is the identity of ours, which its containers carry. <see cref="SshSocket"/> is where the
/// engine's own ssh-agent listens.
/// </summary>
internal sealed record ContainerRuntimeOptions(
    string Name,
    string Home,
    string Address,
    long LogBytesMax = ContainerRuntimeOptions.LogBytesMaxDefault,
    Func<string, RegistryLogin?>? Login = null,
    Func<IReadOnlyDictionary<string, RegistryLogin>>? Logins = null,
    Action<string>? Log = null,
    string Engine = "",
    string? SshSocket = null)
{
    public const long LogBytesMaxDefault = 64 << 20;

    /// <summary><see cref="Log"/>, or nobody.</summary>
    public Action<string> Tell => Log ?? (static _ => { });
}
