using System.Globalization;
using System.Text;

namespace Dxflow.Foundation.Processes;

/// <summary>
/// Where a pid means something: one boot of one machine, one pid namespace (its inode). Written <c>BOOT/NAMESPACE</c>; who started the
/// process may have put a mark of its own before that, <c>MARK@BOOT/NAMESPACE</c>.
/// </summary>
internal readonly record struct ProcessPlace(string Boot, string Namespace)
{
    private const char MarkEnd = '@';

    public static ProcessPlace Here { get; } = new(
        ProcFile.ReadText("/proc/sys/kernel/random/boot_id").Trim(),
        NumberIn(new FileInfo("/proc/self/ns/pid").LinkTarget ?? ""));

    public static ProcessPlace Parse(string text) =>
        text.Split('/') is [var boot, var space] ? new ProcessPlace(boot, space) : new ProcessPlace("", "");

    public string? Mark => Boot.IndexOf(MarkEnd) is > 0 and var at ? Boot[..at] : null;

    /// <summary>Numbers of there are numbers here, whoever put a mark on them.</summary>
    public bool IsHere => this with { Boot = Boot[(Boot.IndexOf(MarkEnd) + 1)..] } == Here;

    public ProcessPlace Marked(string? mark) => mark is null ? this : this with { Boot = $"{mark}{MarkEnd}{Boot}" };

    public override string ToString() => $"{Boot}/{Namespace}";

    private static string NumberIn(string link) => new(link.Where(char.IsAsciiDigit).ToArray());
}

/// <summary>
/// One process and no other, whatever becomes of its number: the place, the pid, and when it began (clock ticks since boot).
/// </summary>
internal readonly record struct ProcessIdentity(ProcessPlace Place, int Pid, long StartTicks)
{
    /// <summary>The identity of a process that is there now; null if there is none.</summary>
    public static ProcessIdentity? Of(int pid) =>
        ProcessStat.Read(pid) is { } stat ? new ProcessIdentity(ProcessPlace.Here, pid, stat.StartTicks) : null;

    /// <summary>
    /// Finds the process again. 1 The handle is opened, 2 then what it names is compared: in the other order the number could change
    /// hands in between. Null: it has ended, or belongs to another boot or namespace.
    /// </summary>
    public SafePidHandle? Open()
    {
        if (!Place.IsHere || SafePidHandle.Open(Pid) is not { } handle)
        {
            return null;
        }

        if (ProcessStat.Read(Pid) is { IsEnded: false } stat && stat.StartTicks == StartTicks)
        {
            return handle;
        }

        handle.Dispose();
        return null;
    }

    /// <summary>Ours, though it was started by what this process was before it became this program.</summary>
    public bool IsChild => ProcessStat.Read(Pid) is { } stat && stat.StartTicks == StartTicks && stat.Parent == Environment.ProcessId;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Place}/{Pid}/{StartTicks}");
}
