using System.Globalization;
using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Processes;
using Dxflow.Foundation.Processes.Spawning;

namespace Dxflow.Engine.Updates;

/// <summary>
/// An engine goes on as whatever its program's file holds by now, as the same process: its service manager sees no end, tasks keep their
/// parent, and the home's lock is never free, so that nobody takes the home in between. Program and arguments are remembered from the
/// start: once the file was replaced the kernel cannot tell its name any more.
/// </summary>
internal sealed record Handover(string Program, IReadOnlyList<string> Arguments)
{
    private const string Variable = "DXFLOW_ENGINE_LOCK";

    public static Handover OfProcess()
    {
        var words = Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/cmdline")).Split('\0')[..^1];
        return new Handover(Environment.ProcessPath!, words.Length > 0 ? words[1..] : []);
    }

    /// <summary>The descriptor of the home's lock, if the engine before left it to this one; asked once.</summary>
    public static int? Inherited()
    {
        var text = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, null);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor) ? descriptor : null;
    }

    /// <summary>Does not return.</summary>
    public void Go(FileLock taken)
    {
        var descriptor = taken.HandOn();
        Becoming.Become(
            Program,
            [Program, .. Arguments],
            [.. ProgramRun.Variables(), string.Create(CultureInfo.InvariantCulture, $"{Variable}={descriptor}")]);
    }
}
