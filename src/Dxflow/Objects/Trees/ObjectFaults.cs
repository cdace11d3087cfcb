using Dxflow.Foundation.Files;
using Dxflow.Operations;

namespace Dxflow.Objects.Trees;

/// <summary>What goes wrong with objects, told.</summary>
internal static class ObjectFaults
{
    public static Fault Missing(ObjectPath path) =>
        Fault.Missing($"there is no object '{path.Text}'", "dxflow object list shows what there is");

    public static Fault WrongKind(ObjectPath path, string what) => Fault.Invalid($"'{path.Text}' is {what}");

    public static Fault InTheWay(ObjectPath path, string what) =>
        Fault.Conflict($"'{path.Text}' is {what}", "give another path, or --replace for a file");

    /// <summary>The fault for what a call to the file system says about a path; null where it is no matter of the path.</summary>
    public static Fault? Of(Exception failure) => failure switch
    {
        PathEscapeException escape => new Fault(FaultKind.Invalid, escape.Detail, "name the file itself", escape),
        DiskException { Errno: Errno.NoEntry } gone => new Fault(FaultKind.Missing, "it has just gone", "look again", gone),
        DiskException { Errno: Errno.NotEmpty } full => new Fault(
            FaultKind.Conflict, "the directory is not empty", "--recursive removes it with all below it", full),
        DiskException { Errno: Errno.Exists or Errno.IsDirectory or Errno.NotDirectory } other => new Fault(
            FaultKind.Conflict, "what is there is of another kind, or has just come", "look again", other),
        DiskException { Errno: Errno.NameTooLong or Errno.Invalid } bad => new Fault(
            FaultKind.Invalid, "the file system does not take this path", "give another one", bad),
        DiskException { Errno: Errno.AccessDenied or Errno.NotPermitted } kept => new Fault(
            FaultKind.Forbidden, "the engine's user may not do that there", "look at its owner and mode on the engine's machine", kept),
        _ => null,
    };
}
