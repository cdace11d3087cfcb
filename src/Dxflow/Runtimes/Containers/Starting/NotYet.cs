using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>What a document may say and this runtime does not do yet: a task that would lack it is not started.</summary>
internal static class NotYet
{
    public static void Check(ContainerSpec spec)
    {
        if ((spec.PostStart ?? spec.PreStop) is { Count: > 0 })
        {
            throw Fault.Invalid("`post_start` and `pre_stop` are not run yet", "remove them, or run the command by workflow exec");
        }

        if (spec.UseApiSocket)
        {
            throw Fault.Invalid("`use_api_socket` is not done yet", "mount the socket: - /var/run/docker.sock:/var/run/docker.sock");
        }
    }
}
