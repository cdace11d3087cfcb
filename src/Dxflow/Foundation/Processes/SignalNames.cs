using System.Collections.Frozen;
using System.Globalization;

namespace Dxflow.Foundation.Processes;

/// <summary>Linux' signals by name (with or without SIG, any case) and by number; the numbers of x86 and arm.</summary>
internal static class SignalNames
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;
    public const int Max = 64;

    private static readonly string[] Names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM",
        "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    private static readonly FrozenDictionary<string, int> Numbers = Names
        .Select((name, number) => KeyValuePair.Create(name, number))
        .Skip(1)
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static bool TryParse(string text, out int signal)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out signal))
        {
            return signal is > 0 and <= Max;
        }

        var name = text.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) ? text[3..] : text;
        return Numbers.TryGetValue(name, out signal) || TryParseRealTime(name, out signal);
    }

    /// <summary><c>SIGKILL</c>, or <c>signal 40</c> where there is no name.</summary>
    public static string Name(int signal) =>
        signal > 0 && signal < Names.Length ? "SIG" + Names[signal] : "signal " + signal.ToString(CultureInfo.InvariantCulture);

    private static bool TryParseRealTime(string name, out int signal)
    {
        const int First = 34;
        signal = 0;
        if (!name.StartsWith("RTMIN", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var offset = 0;
        if (name.Length > 5
            && (name[5] != '+' || !int.TryParse(name.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out offset)))
        {
            return false;
        }

        signal = First + offset;
        return signal <= Max;
    }
}
