using Dxflow.Operations;

namespace Dxflow.Shells;

/// <summary>
/// Who may have to do with shells of the machine, beside having SHELL: whoever types into one, or reads its screen, is as strong as the
/// engine's user. Where that is root, it is for a MASTER alone (decision 11).
/// </summary>
internal static class ShellRights
{
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
