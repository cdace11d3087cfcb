using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Cgroups;

namespace Dxflow.Runtimes.Process.Wrapper;

/// <summary>
/// The file <c>started</c> in an attempt's directory: whoever creates it decides, once and for all, whether the attempt runs.
/// <list type="number">
/// <item>The wrapper's first act is to create it with O_EXCL; if it exists the wrapper ends without running anything.
/// It holds the wrapper's identity and, on a second line, the task's cgroups.</item>
/// <item>The wrapper runs the program. If that cannot take over, <c>refused</c> is made.</item>
/// <item>The wrapper writes <c>exit</c>: the code and a newline. Without the newline there is no code.</item>
/// </list>
/// An engine that finds no token creates it itself, <c>abandoned</c>: then no wrapper, however late, can run the task.
/// </summary>
internal sealed record StartToken(bool IsAbandoned, ProcessIdentity? Wrapper, TaskCgroups Cgroups)
{
    private const string Abandoned = "abandoned";
    private const int BytesMax = 16 << 10;

    /// <summary>A token without an identity: its wrapper died, or the machine, before the content was there.</summary>
    public static StartToken Empty { get; } = new(false, null, TaskCgroups.None);

    public static string PathIn(string directory) => Path.Join(directory, "started");

    /// <summary>Null: nobody has created it.</summary>
    public static StartToken? Read(string directory)
    {
        var content = AttemptFile.Read(PathIn(directory), BytesMax);
        return content is null ? null : Parse(Encoding.UTF8.GetString(content));
    }

    public static StartToken Parse(string content)
    {
        var lines = content.Split('\n');
        if (lines[0] == Abandoned)
        {
            return Empty with { IsAbandoned = true };
        }

        // The last newline comes last; before it the cgroups may be cut short.
        var blank = lines[0].IndexOf(' ');
        return lines.Length >= 3 && blank >= 0 && ProcessStat.TryParse(lines[0].AsSpan(blank + 1), out var stat)
            ? new StartToken(
                false,
                new ProcessIdentity(ProcessPlace.Parse(lines[0][..blank]), stat.Pid, stat.StartTicks),
                TaskCgroups.Parse(lines[1]))
            : Empty;
    }

    /// <summary>Creates the token in the wrapper's place. False: it exists, so somebody else has decided.</summary>
    public static bool TryAbandon(string directory)
    {
        try
        {
            using var file = FileCalls.Open(PathIn(directory), Libc.ReadWrite | Libc.Create | Libc.Exclusive);
            FileCalls.Write(file, Encoding.UTF8.GetBytes(Abandoned + "\n"), 0, PathIn(directory));
            return true;
        }
        catch (DiskException taken) when (taken.Errno == Errno.Exists)
        {
            return false;
        }
    }
}
