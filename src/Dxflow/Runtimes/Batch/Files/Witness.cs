using System.Globalization;
using System.Text;
using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Batch.Files;

/// <summary>
/// What an attempt's directory tells: whether its token was taken and by which job, how the program ended, what it used.
/// <see cref="Refused"/> says why it was never entered. <see cref="IsOutOfMemory"/>: it was killed, and its job's control group has killed
/// for want of memory.
/// </summary>
internal sealed record Witness(
    bool HasBegun = false,
    bool IsAbandoned = false,
    DateTimeOffset? StartedAt = null,
    string? Job = null,
    ExitFile? Exit = null,
    string? Refused = null,
    TaskUsage? Usage = null,
    bool IsOutOfMemory = false)
{
    private const int UsageBytesMax = 256;

    public static Witness Read(string directory)
    {
        var token = StartToken.Read(directory);
        if (token is null)
        {
            return new Witness();
        }

        if (token.IsAbandoned)
        {
            return new Witness(IsAbandoned: true);
        }

        var begun = new Witness(
            HasBegun: true,
            StartedAt: File.GetLastWriteTimeUtc(StartToken.PathIn(directory)),
            Job: token.Wrapper is { } wrapper ? LaunchFile.JobOf(wrapper.Place.Boot) : null);
        return ExitFile.Read(directory) is { } exit
            ? begun with
            {
                Exit = exit,
                Refused = ExitFile.IsRefused(directory, exit.Code) ? RefusalOf(directory, exit.Code) : null,
                Usage = UsageOf(directory),
                IsOutOfMemory = File.Exists(Path.Join(directory, "oom")),
            }
            : begun;
    }

    private static string RefusalOf(string directory, int code)
    {
        var program = JobRecord.Read(directory)?.Program ?? "";
        return code == 126
            ? $"program '{program}' cannot be executed on the node (permissions, or the interpreter that its first line names)"
            : $"program '{program}', or its interpreter, was not found on the node";
    }

    /// <summary>The shell's <c>times</c>: its own on the first line, on the second what it has waited for, <c>1m2.5s 0m0.1s</c>.</summary>
    private static TaskUsage? UsageOf(string directory)
    {
        if (AttemptFile.Read(Path.Join(directory, "usage"), UsageBytesMax) is not { } content)
        {
            return null;
        }

        var lines = Encoding.ASCII.GetString(content).Split('\n');
        var times = lines.Length > 1 ? lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        return times.Length == 2 && Seconds(times[0]) is { } user && Seconds(times[1]) is { } system
            ? new TaskUsage(user + system)
            : null;
    }

    private static double? Seconds(string text)
    {
        var minute = text.IndexOf('m', StringComparison.Ordinal);
        return minute > 0 && text.EndsWith('s')
            && double.TryParse(text.AsSpan(0, minute), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            && double.TryParse(
                text.AsSpan(minute + 1, text.Length - minute - 2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out var seconds)
            ? (minutes * 60) + seconds
            : null;
    }
}
