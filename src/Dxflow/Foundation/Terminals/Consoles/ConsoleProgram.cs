namespace Dxflow.Foundation.Terminals.Consoles;

/// <summary>
/// Looks for a program as people of Windows expect it: a name without an extension may have any of PATHEXT, and only programs that the
/// system itself can start count. Unlike there, the directory that one happens to be in is looked at only where that is written
/// (<c>.\name</c>).
/// </summary>
/// <param name="isFile">Whether there is a file of that path.</param>
internal sealed class ConsoleProgram(Func<string, bool> isFile)
{
    private const string ExtensionsUsual = ".COM;.EXE;.BAT;.CMD";
    private static readonly string[] Startable = [".exe", ".com"];
    private static readonly string[] Batch = [".bat", ".cmd"];

    /// <summary>The file, or what is wrong with it and where it was looked for.</summary>
    public (string? Path, string? Problem) Find(
        string program, string workingDirectory, IReadOnlyDictionary<string, string> environment)
    {
        if (program.Length == 0)
        {
            return (null, "the program's name is empty");
        }

        if (program.AsSpan().ContainsAny("\"<>|?*\0"))
        {
            return (null, $"'{program}' is no path of a program");
        }

        var extensions = Split(Variable(environment, "PATHEXT") ?? ExtensionsUsual);
        var isPath = program.AsSpan().ContainsAny("\\/:");
        var search = Variable(environment, "PATH") ?? "";
        IEnumerable<string> places = isPath ? [At(workingDirectory, program)] : Split(search).Select(directory => At(directory, program));
        var found = places.SelectMany(place => Candidates(place, extensions)).FirstOrDefault(isFile);
        return found is null
            ? (null, isPath
                ? $"program '{program}' was not found (looked for in {workingDirectory})"
                : $"program '{program}' was not found in PATH ({search})")
            : Problem(found) is { } problem ? (null, problem) : (found, null);
    }

    private static string? Problem(string path)
    {
        var extension = ExtensionOf(path);
        return Batch.Contains(extension, StringComparer.OrdinalIgnoreCase)
            ? $"{path} is a batch file, which cmd.exe runs: give cmd.exe, /c and what you would type"
            : !Startable.Contains(extension, StringComparer.OrdinalIgnoreCase)
                ? $"{path} is no program: give the program that runs it, and then its path"
                : null;
    }

    /// <summary>As it is written where it has an extension; and with each that it may have.</summary>
    private static IEnumerable<string> Candidates(string place, string[] extensions) =>
        (ExtensionOf(place).Length > 0 ? [place] : (string[])[]).Concat(extensions.Select(extension => place + extension));

    private static string ExtensionOf(string path)
    {
        var name = path[(path.LastIndexOfAny(['\\', '/', ':']) + 1)..];
        return name.LastIndexOf('.') is > 0 and var dot ? name[dot..] : "";
    }

    /// <summary>The framework's own joins by the rules of the system that it runs on.</summary>
    private static string At(string directory, string name) =>
        name is ['\\' or '/', ..] || name is [_, ':', ..] ? name
            : directory.EndsWith('\\') || directory.EndsWith('/') ? directory + name
            : $"{directory}\\{name}";

    private static string[] Split(string list) =>
        [.. list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static part => part.Trim('"'))];

    private static string? Variable(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.LastOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
