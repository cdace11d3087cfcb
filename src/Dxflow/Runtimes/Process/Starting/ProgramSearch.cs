using System.Globalization;
using System.Text;
using Dxflow.Foundation.Processes;

namespace Dxflow.Runtimes.Process.Starting;

/// <summary>
/// Looks for a program where the kernel and the shell will, before anything is started: so a program that is not there is told from one
/// that itself ends with 126 or 127.
/// </summary>
internal static class ProgramSearch
{
    private const string NotFound = "was not found";

    /// <summary>As much of a script as the kernel looks at.</summary>
    private const int FirstLineBytes = 256;

    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Null if the program is there; otherwise what is wrong with it and where it was looked for.</summary>
    public static string? Problem(string program, string workingDirectory, string searchPath)
    {
        if (!Directory.Exists(workingDirectory))
        {
            return $"the working directory {workingDirectory} does not exist";
        }

        if (program.Length == 0)
        {
            return "the program's name is empty";
        }

        if (program.Contains('/'))
        {
            return ProblemAt(Path.Combine(workingDirectory, program)) is { } problem
                ? $"program '{program}' {problem} (looked for in {workingDirectory})"
                : null;
        }

        string? near = null;
        foreach (var directory in searchPath.Split(':'))
        {
            var path = Path.Combine(workingDirectory, directory, program);
            var problem = ProblemAt(path);
            if (problem is null)
            {
                return null;
            }

            near ??= problem == NotFound ? null : $"{path} {problem}";
        }

        return $"program '{program}' was not found in PATH ({searchPath})" + (near is null ? "" : $"; {near}");
    }

    /// <summary>The file of a program; null if there is none that can be started.</summary>
    public static string? Find(string program, string workingDirectory, string searchPath) => program.Length == 0 ? null
        : (program.Contains('/') ? [program] : searchPath.Split(':').Select(directory => Path.Combine(directory, program)))
            .Select(place => Path.Combine(workingDirectory, place)).FirstOrDefault(static path => ProblemAt(path) is null);

    /// <summary>The program that would be started, links resolved, with its size and when it was written; null if there is none.</summary>
    public static string? Stamp(string program, string workingDirectory, string searchPath)
    {
        if (Find(program, workingDirectory, searchPath) is not { } found)
        {
            return null;
        }

        try
        {
            var file = new FileInfo(File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found);
            return string.Create(CultureInfo.InvariantCulture, $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Of a script, the program that its first line names, if that is not there.</summary>
    private static string? MissingInterpreter(string path)
    {
        // A program that may be executed and not read shows nothing here, and is no script.
        var start = ProcFile.Read(path, stackalloc byte[FirstLineBytes]);
        if (!start.StartsWith("#!"u8))
        {
            return null;
        }

        var line = start[2..];
        var end = line.IndexOf((byte)'\n');
        var words = Encoding.UTF8.GetString(end < 0 ? line : line[..end]).Trim();
        var interpreter = words.Split([' ', '\t'], 2)[0];
        return interpreter.StartsWith('/') && !File.Exists(interpreter) ? interpreter : null;
    }

    private static string? ProblemAt(string path)
    {
        try
        {
            return !File.Exists(path)
                ? (Directory.Exists(path) ? "is a directory" : NotFound)
                : (File.GetUnixFileMode(path) & AnyExecute) == 0
                    ? "is not executable"
                    : MissingInterpreter(path) is { } interpreter ? $"names an interpreter that was not found: {interpreter}" : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "cannot be looked at: " + failure.Message;
        }
    }
}
