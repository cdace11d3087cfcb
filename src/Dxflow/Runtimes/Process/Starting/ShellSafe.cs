namespace Dxflow.Runtimes.Process.Starting;

/// <summary>
/// A shell takes part of its environment for itself: names that are no identifiers are dropped (dash), others are read-only or its own
/// (bash as sh). Such variables go past the wrapper's shell as arguments of env(1), so that a task gets what its document says.
/// </summary>
internal static class ShellSafe
{
    private const string Env = "/usr/bin/env";

    private static readonly HashSet<string> ShellsOwn =
    [
        "_", "BASHOPTS", "BASHPID", "BASH_VERSINFO", "DIRSTACK", "EPOCHREALTIME", "EPOCHSECONDS", "EUID", "FUNCNAME", "GROUPS", "HISTCMD",
        "IFS", "LINENO", "OLDPWD", "OPTARG", "OPTERR", "OPTIND", "PIPESTATUS", "POSIXLY_CORRECT", "PPID", "PS1", "PS2", "PS4", "PWD",
        "RANDOM", "SECONDS", "SHELLOPTS", "SHLVL", "SRANDOM", "UID",
    ];

    /// <summary>Divides the variables into those for the shell and, before the command, those that go past it.</summary>
    public static (List<string> Environment, List<string> Command) Divide(
        IReadOnlyDictionary<string, string> variables, IReadOnlyList<string> command)
    {
        var direct = new List<string>(variables.Count + 1);
        var past = new List<string>();
        foreach (var (name, value) in variables)
        {
            (Passes(name) ? direct : past).Add($"{name}={value}");
        }

        return (direct, past.Count == 0 ? [.. command] : [Env, "--", .. past, .. command]);
    }

    /// <summary>From a wrapper's whole command line, the variables that go past its shell.</summary>
    public static IEnumerable<string> Past(IReadOnlyList<string> commandLine)
    {
        var at = 0;
        while (at + 1 < commandLine.Count && !(commandLine[at] == Env && commandLine[at + 1] == "--"))
        {
            at++;
        }

        return commandLine.Skip(at + 2).TakeWhile(argument => argument.Contains('='));
    }

    private static bool Passes(string name) =>
        name.Length > 0
        && !char.IsAsciiDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
        && !ShellsOwn.Contains(name)
        && !name.StartsWith("_dxflow", StringComparison.Ordinal);
}
