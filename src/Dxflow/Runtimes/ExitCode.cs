namespace Dxflow.Runtimes;

/// <summary>Exit codes mean the same on every runtime: above 128 a code n is also the signal n − 128, as shells have it.</summary>
internal static class ExitCode
{
    private const int SignalBase = 128;
    private const int SignalMax = 64;

    /// <summary>Null for a code that stands for no signal.</summary>
    public static int? SignalOf(int code) => code is > SignalBase and <= SignalBase + SignalMax ? code - SignalBase : null;
}
