using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>
/// <c>use_api_socket</c>: the socket of the container engine that runs the task is mounted where its tools look for it. Who may have it was
/// decided when the plan was made. Logins at registries are not given: they are the engine's, and not of this workflow.
/// </summary>
internal static class ApiSocket
{
    public const string Path = "/var/run/docker.sock";

    public static TaskSpec Given(TaskSpec spec, EngineAddress address)
    {
        if (spec.Container is not { Spec: { UseApiSocket: true } container } task)
        {
            return spec;
        }

        if (address.SocketPath is not { } socket)
        {
            throw Fault.Invalid(
                $"`use_api_socket`: the container engine is at {address.Text}, which is no socket", "give the service DOCKER_HOST");
        }

        var mounts = container.Mounts ?? [];
        return mounts.Any(static mount => mount.Target == Path)
            ? throw Fault.Invalid($"`use_api_socket`: {Path} is a mount of the service already", "leave one of the two out")
            : spec with
            {
                Container = task with { Spec = container with { Mounts = [.. mounts, new ContainerMount("bind", socket, Path)] } },
            };
    }
}
