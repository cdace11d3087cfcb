using Dxflow.Operations;
using Dxflow.Shells.Keeping;

namespace Dxflow.Shells;

/// <summary>
/// Who may have to do with a shell, beside having SHELL. Whoever types into one of the machine, or reads its screen, is as strong as the
/// engine's user; where that is root, it is for a MASTER alone (decision 11). One in a container of a workflow needs WORKFLOW as well; on
/// an engine of root it is for whoever created it, since what its container may do was judged for them.
/// </summary>
internal static class ShellRights
{
    public static void Check(Caller caller, ShellRecord record, bool engineIsRoot)
    {
        if (record.Container is null)
        {
            Check(caller, engineIsRoot);
            return;
        }

        if (caller.IsMaster)
        {
            return;
        }

        if (!caller.Permissions.HasFlag(Permission.Workflow))
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"shell '{record.Name}' is in a container of a workflow, which needs WORKFLOW; '{caller.Identity}' does not have it.",
                "A MASTER can grant it.");
        }

        if (engineIsRoot && caller.Identity != record.By)
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"shell '{record.Name}' is in a container that '{record.By}' may have; on an engine of root it is for them and a MASTER.",
                "Create one of your own.");
        }
    }

    public static void Check(Caller caller, bool engineIsRoot)
    {
        if (engineIsRoot && !caller.IsMaster)
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"shells of this engine run as root, as it does; they are for a MASTER only, and '{caller.Identity}' is none.",
                "Run the engine as a user of its own.");
        }
    }
}
