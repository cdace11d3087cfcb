using Dxflow.Operations;
using Dxflow.Workflows.Planning;

namespace Dxflow.Workflows.Documents;

/// <summary>
/// What a caller must be allowed for a plan to be run, looked at each time that one is made, and for a program beside a task of one. A task
/// of <c>process</c> can do all that the engine's user can: whoever starts one needs SHELL, and on an engine that runs as root MASTER.
/// </summary>
internal static class PlanRights
{
    public static void Check(IEnumerable<NodePlan> nodes, Caller caller, bool engineIsRoot)
    {
        if (caller.IsMaster || nodes.FirstOrDefault(static node => node.Runtime == PlanOptions.Process) is not { } node)
        {
            return;
        }

        if (!caller.Permissions.HasFlag(Permission.Shell))
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"'{node.Name}' would run as a process of the engine's machine, which needs SHELL; '{caller.Identity}' does not have it.",
                "A MASTER can grant it; a key with SHELL is as strong as the engine's user.");
        }

        if (engineIsRoot)
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"'{node.Name}' would run as root, as this engine does; that is for a MASTER only, and '{caller.Identity}' is none.",
                "Run the engine as a user of its own.");
        }
    }
}
