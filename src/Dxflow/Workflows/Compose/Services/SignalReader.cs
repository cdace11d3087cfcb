using System.Globalization;
using Dxflow.Operations.Contracts;
using Dxflow.Workflows.Compose.Reading;
using Dxflow.Workflows.Compose.Specs;

namespace Dxflow.Workflows.Compose.Services;

/// <summary><c>stop_signal</c>: a name with or without SIG, in any case, or a number; handed on as a name with SIG.</summary>
internal static class SignalReader
{
    private static readonly string[] Names =
    [
        "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV",
        "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU",
        "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
    ];

    public static Placed<string>? Read(MapReader service, ReadingContext context)
    {
        if (service.Text("stop_signal") is not { } signal)
        {
            return null;
        }

        if (int.TryParse(signal.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1
            && number <= Names.Length)
        {
            return signal with { Value = Names[number - 1] };
        }

        var name = signal.Value.ToUpperInvariant();
        name = name.StartsWith("SIG", StringComparison.Ordinal) ? name : "SIG" + name;
        if (Names.Contains(name))
        {
            return signal with { Value = name };
        }

        context.Error(
            signal.At,
            $"`{ReadingContext.Short(signal.Value)}` is no signal",
            Nearest.To(name, Names) is { } near ? $"Did you mean {near}?" : "Write a name such as SIGINT.");
        return null;
    }
}
