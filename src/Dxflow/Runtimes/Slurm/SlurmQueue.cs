using System.Globalization;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Looking;

namespace Dxflow.Runtimes.Slurm;

/// <summary>
/// What Slurm shows to people. Fields stand between characters that nobody types, as names and comments are anything; times are in the
/// zone of whoever asks, and what is no time or number (<c>N/A</c>, <c>infinite</c>, <c>NOT_SET</c>) is null.
/// </summary>
internal static class SlurmQueue
{
    private const char Between = '\u001f';

    public static SchedulerCall Partitions() => new("sinfo", ["--noheader", "--format=" + Joined("%P", "%a", "%l", "%s", "%F", "%C")]);

    /// <summary>An array is one line as long as nothing of it has begun.</summary>
    public static SchedulerCall Jobs() => new(
        "squeue", ["--noheader", "--me", "--format=" + Joined("%i", "%P", "%T", "%r", "%V", "%S", "%l", "%D", "%C", "%k", "%j")]);

    public static IReadOnlyList<PartitionSight>? PartitionsOf(ProgramEnd end) => Rows(end, 6)?.Select(static row => new PartitionSight(
        row[0].TrimEnd('*'), row[0].EndsWith('*'), row[1], Duration(row[2]), row[3],
        Part(row[4], 3), Part(row[4], 1), Part(row[5], 3), Part(row[5], 1))).ToList();

    public static IReadOnlyList<JobSight>? JobsOf(
        ProgramEnd end, string mark, TimeZoneInfo zone) => Rows(end, 11)?.Select(row => new JobSight(
        row[0], row[10], row[1], row[2], row[3] is "None" or "" ? null : row[3],
        row[9].StartsWith(mark, StringComparison.Ordinal) ? row[9][mark.Length..] : null,
        Instant(row[4], zone), Instant(row[5], zone), Duration(row[6]), Number(row[7]), Number(row[8]))).ToList();

    /// <summary><c>DAYS-HOURS:MINUTES:SECONDS</c>, with as few of these as it takes, but always minutes and seconds.</summary>
    public static TimeSpan? Duration(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var days = dash >= 0 ? text[..dash] : "0";
        var clock = text[(dash + 1)..].Split(':');
        if (clock.Length is < 2 or > 3
            || !clock.Append(days).All(static part => part.Length is > 0 and < 8 && part.All(char.IsAsciiDigit)))
        {
            return null;
        }

        var hours = clock.Length == 3 ? Number(clock[0]) : 0;
        return new TimeSpan(Number(days), hours, Number(clock[^2]), Number(clock[^1]));
    }

    private static DateTimeOffset? Instant(string text, TimeZoneInfo zone) =>
        DateTime.TryParseExact(text, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUniversalTime() : null;

    /// <summary>Of <c>allocated/idle/other/total</c>.</summary>
    private static int Part(string text, int at) => text.Split('/') is { Length: 4 } parts ? Number(parts[at]) : 0;

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Joined(params string[] fields) => string.Join(Between, fields);

    private static IEnumerable<string[]>? Rows(ProgramEnd end, int count) => end.Code != 0 ? null
        : end.Output.Split('\n').Select(static line => line.Split(Between)).Where(row => row.Length == count);
}
