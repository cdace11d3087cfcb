namespace Dxflow.Runtimes.Process.Starting;

/// <summary>
/// Looks for a program where the kernel and the shell will, before anything is started: so a program that is not there is told from one
/// that itself ends with 126 or 127.
/// </summary>
internal static class ProgramSearch
{
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

    private const string NotFound = "was not found";

    private static string? ProblemAt(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return "is a directory";
            }

            return !File.Exists(path) ? NotFound : (File.GetUnixFileMode(path) & AnyExecute) == 0 ? "is not executable" : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "cannot be looked at: " + failure.Message;
        }
    }
}
