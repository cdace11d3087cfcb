using System.Diagnostics;

namespace Dxflow.Bench;

/// <summary>The programs that are measured. Each one that is started here is ended here.</summary>
internal static class Programs
{
    public static string Product => Named("DXFLOW_BINARY");

    public static string Peer => Named("DXFLOW_PEER");

    /// <summary>Runs to the end, its output thrown away; the wall time in milliseconds. Anything but exit 0 ends the benchmark.</summary>
    public static double Time(string file, string[] arguments, string? home = null)
    {
        var watch = Stopwatch.GetTimestamp();
        using var process = Start(file, arguments, home);
        process.WaitForExit();
        var elapsed = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
        return process.ExitCode == 0
            ? elapsed
            : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)}: exit {process.ExitCode}");
    }

    /// <summary>Runs to the end; what it wrote, to one line.</summary>
    public static string Output(string file, string[] arguments, string home)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true };
        start.Environment["DXFLOW_HOME"] = home;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }

    public static Process Start(string file, string[] arguments, string? home = null)
    {
        // A file as standard output costs the same for every program; a pipe nobody reads would stop it.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", file, .. arguments]);
        if (home is not null)
        {
            start.Environment["DXFLOW_HOME"] = home;
        }

        return Process.Start(start)!;
    }

    private static string Named(string variable) =>
        Environment.GetEnvironmentVariable(variable)
        ?? throw new InvalidOperationException($"{variable} is not set; run `dotnet run dev.cs bench`.");
}
