using System.Globalization;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Hooks;

/// <summary>
/// How a hook ended: with an exit code and the last lines that it wrote, or because the container engine refused to run it. Neither: nobody
/// saw, since the container engine has forgotten it.
/// </summary>
internal sealed record HookEnd(int? Exit, string Lines = "", string? Refusal = null)
{
    private const int CommandCharactersMax = 80;

    public bool HasFailed => Refusal is not null || Exit is not (null or 0);

    public bool IsUnseen => Refusal is null && Exit is null;

    /// <summary>What the user is told, with everything that helps; of a run's secrets it is cleaned elsewhere.</summary>
    public string Explain(string key, int number, ContainerHook hook)
    {
        var command = string.Join(' ', hook.Command).ReplaceLineEndings(" ");
        var shown = command.Length > CommandCharactersMax ? command[..CommandCharactersMax] + "…" : command;
        return $"{Brief(key, number)}: {shown}{(Lines.Length > 0 ? "; it wrote: " + Lines.Replace("\n", " | ") : "")}";
    }

    /// <summary>For a log, which no secret may get into: neither the arguments nor what it wrote.</summary>
    public string Brief(string key, int number) => string.Create(CultureInfo.InvariantCulture, $"{key} hook {number} ")
        + (Refusal is not null ? $"could not be run ({Refusal})"
            : Exit is { } code ? string.Create(CultureInfo.InvariantCulture, $"ended with exit code {code}")
            : "has ended, and nobody saw how");
}
