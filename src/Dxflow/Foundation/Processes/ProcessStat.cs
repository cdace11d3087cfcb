using System.Globalization;
using System.Text;

namespace Dxflow.Foundation.Processes;

/// <summary>
/// What <c>/proc/PID/stat</c> says that we use. The name is in brackets and may itself hold brackets, blanks and newlines,
/// so fields are counted after the last <c>)</c>. Times are in clock ticks; <see cref="StartTicks"/> since the machine's boot.
/// </summary>
internal readonly record struct ProcessStat(
    int Pid, char State, int Parent, int Session, long CpuTicks, long StartTicks, long ResidentPages)
{
    public bool IsEnded => State is 'Z' or 'X';

    /// <summary>The state of a process, null if there is none.</summary>
    public static ProcessStat? Read(int pid)
    {
        Span<byte> buffer = stackalloc byte[1024];
        var bytes = ProcFile.Read(pid, "stat", buffer);
        return TryParse(Encoding.Latin1.GetString(bytes), out var stat) ? stat : null;
    }

    public static bool TryParse(ReadOnlySpan<char> line, out ProcessStat stat)
    {
        // proc(5) counts from 1: pid 1, comm 2, state 3, ppid 4, session 6, utime 14, stime 15, starttime 22, rss 24.
        const int First = 3;
        const int Needed = 24;
        stat = default;
        var open = line.IndexOf('(');
        var close = line.LastIndexOf(')');
        if (open < 1 || close < open || close + 2 >= line.Length || !TryNumber(line[..open].Trim(), out var pid))
        {
            return false;
        }

        Span<long> numbers = stackalloc long[Needed + 1];
        var rest = line[(close + 2)..].Trim();
        var state = rest[0];
        var field = First;
        foreach (var range in rest.Split(' '))
        {
            if (field > Needed)
            {
                break;
            }

            if (field > First && !TryNumber(rest[range], out numbers[field]))
            {
                return false;
            }

            field++;
        }

        stat = new ProcessStat(
            (int)pid, state, (int)numbers[4], (int)numbers[6], numbers[14] + numbers[15], numbers[22], numbers[24]);
        return field > Needed;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
