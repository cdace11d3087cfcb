using System.Globalization;
using System.Text;
using Dxflow.Runtimes.Logs;
using Dxflow.Runtimes.Process.Wrapper;

namespace Dxflow.Runtimes.Batch.Files;

/// <summary>
/// What an attempt's directory tells: whether its token was taken and by which job, how the program ended, what it used.
/// <see cref="Refused"/> says why it was never entered. <see cref="IsOutOfMemory"/>: it was killed, and its job's control group has killed
/// for want of memory. <see cref="IsTold"/>: its wrapper was told to end, as all of its job was. <see cref="LastWords"/>: of a job that has
/// ended before the task began, what its shell wrote last.
/// </summary>
internal sealed record Witness(
    bool HasBegun = false,
    bool IsAbandoned = false,
    DateTimeOffset? StartedAt = null,
    string? Job = null,
    ExitFile? Exit = null,
    string? Refused = null,
    TaskUsage? Usage = null,
    bool IsOutOfMemory = false,
    bool IsTold = false,
    string? LastWords = null)
{
    private const int UsageBytesMax = 256;
    private const int WordsBytesMax = 64 << 10;
    private const int WordsMax = 500;

    /// <summary>That it ended may have a cause that is none of its own.</summary>
    public bool IsKilled => Exit is { } exit && (ExitCode.SignalOf(exit.Code) is not null || (IsTold && exit.Code != 0));

    /// <summary>With the last words: a module that is not there, a command line that no program can be given.</summary>
    public Witness Hear(string directory)
    {
        var said = AttemptFile.Read(LogFile.PathIn(directory, error: true), WordsBytesMax) ?? [];
        var whole = said.AsSpan().TrimEnd("\r\n\t "u8);
        var last = SafeText.Of(whole[(whole.LastIndexOf((byte)'\n') + 1)..]);
        return this with { LastWords = last.Length == 0 ? null : last.Length > WordsMax ? last[..WordsMax] + "…" : last };
    }

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
                IsTold = File.Exists(Path.Join(directory, "told")),
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
