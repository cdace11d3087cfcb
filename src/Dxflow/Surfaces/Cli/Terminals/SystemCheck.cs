using System.Runtime.InteropServices;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Cli.Terminals;

/// <summary>
/// Whether the program can work on this system at all: files, processes and readiness are asked for by Linux's own calls and numbers, and
/// on another system the first of them would fail, or do something else.
/// </summary>
internal static class SystemCheck
{
    /// <summary>An exit code, and the reason is told; null: this is Linux.</summary>
    public static int? Refused()
    {
        if (Problem(OperatingSystem.IsLinux(), RuntimeInformation.OSDescription) is not { } problem)
        {
            return null;
        }

        // The framework's own, since ours asks the kernel what is at its ends.
        Console.Error.WriteLine($"dxflow: {problem}");
        return FaultCodes.Exit(FaultKind.Unavailable);
    }

    public static string? Problem(bool isLinux, string system) => isLinux
        ? null
        : $"it runs on Linux only, and this is {system}; use it on a Linux machine, in a container, or in WSL";
}
