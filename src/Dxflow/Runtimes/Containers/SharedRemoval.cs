using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Calls;

namespace Dxflow.Runtimes.Containers;

/// <summary>
/// Removes a container of a project together with those of the project that share its namespaces and do not run. Podman refuses to remove
/// it alone; Docker does it, and the others cannot be started after that. Either way they are made anew when they are wanted.
/// </summary>
internal static class SharedRemoval
{
    private const int DepthMax = 32;

    /// <summary>False: there is none. A conflict if one that shares runs, or is another project's.</summary>
    public static Task<bool> RemoveAsync(
        ContainerCalls containers, string container, string project, bool volumes, CancellationToken cancel, bool force = false) =>
        RemoveAsync(containers, new Removal(container, project, volumes, force), DepthMax, cancel);

    private static async Task<bool> RemoveAsync(ContainerCalls containers, Removal removal, int depth, CancellationToken cancel)
    {
        try
        {
            return await containers.RemoveAsync(removal.Container, removal.Force, removal.Volumes, cancel);
        }
        catch (Fault refused) when (depth > 0 && EngineRefusal.Dependents(refused) is { Count: > 0 } others)
        {
            foreach (var other in others)
            {
                if (await containers.FindAsync(other, cancel) is not { } found)
                {
                    continue;
                }

                if (found.State?.Running == true || found.Config?.Labels?.GetValueOrDefault(Labels.Project) != removal.Project)
                {
                    throw;
                }

                await RemoveAsync(containers, removal with { Container = other, Force = false }, depth - 1, cancel);
            }

            return await RemoveAsync(containers, removal, depth - 1, cancel);
        }
    }

    private sealed record Removal(string Container, string Project, bool Volumes, bool Force);
}
