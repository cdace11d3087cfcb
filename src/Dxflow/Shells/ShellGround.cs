using System.Runtime.InteropServices;

namespace Dxflow.Shells;

/// <summary>
/// What shells of this machine begin with: the environment of every program that is started on it, and the user's shell and home as the
/// system's own terminals would take them. <see cref="NamesTerminals"/>: programs learn from TERM what their terminal is, and from SHELL
/// which shell is the user's; on Windows they ask the console, and a TERM makes those that come from elsewhere guess wrong.
/// </summary>
internal sealed record ShellGround(
    IReadOnlyDictionary<string, string> Environment, string Program, string Directory, bool EngineIsRoot, bool NamesTerminals = true)
{
    private const string BourneShell = "/bin/sh";

    public static OSPlatform SystemHere => OperatingSystem.IsWindows() ? OSPlatform.Windows
        : OperatingSystem.IsMacOS() ? OSPlatform.OSX
        : OSPlatform.Linux;

    /// <param name="system">Which system it is.</param>
    /// <param name="environment">What everything gets that is started.</param>
    /// <param name="variable">A variable of the engine's.</param>
    /// <param name="engineIsRoot">Whether the engine's user is.</param>
    /// <param name="exists">Whether there is something at a path.</param>
    public static ShellGround Of(
        OSPlatform system, IReadOnlyDictionary<string, string> environment, Func<string, string?> variable, bool engineIsRoot,
        Func<string, bool> exists)
    {
        string First(params string?[] paths) => paths.FirstOrDefault(path => path is { Length: > 0 } && exists(path)) ?? paths[^1]!;
        if (system == OSPlatform.Windows)
        {
            var windows = variable("SystemRoot") is { Length: > 0 } root ? root : @"C:\Windows";
            return new ShellGround(
                environment,
                First(variable("COMSPEC"), windows + @"\System32\cmd.exe"),
                First(variable("USERPROFILE"), windows[..2] + @"\"),
                engineIsRoot, NamesTerminals: false);
        }

        return new ShellGround(
            environment,
            First(variable("SHELL"), system == OSPlatform.OSX ? "/bin/zsh" : "/bin/bash", BourneShell),
            First(environment.GetValueOrDefault("HOME"), "/"),
            engineIsRoot);
    }

    /// <summary>What a shell of this name has beside that.</summary>
    public IReadOnlyDictionary<string, string> Own(string shell)
    {
        var own = new Dictionary<string, string> { ["DXFLOW_SHELL"] = shell };
        if (NamesTerminals)
        {
            own["SHELL"] = Program;
        }

        return own;
    }
}
