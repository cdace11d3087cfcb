using System.Globalization;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Looking;

namespace Dxflow.Runtimes.Pbs;

/// <summary>A job as <c>qstat -f</c> has it; <see cref="Exit"/> below 0 is PBS's own, from 256 a signal.</summary>
internal sealed record PbsJob(string Id, string Name, string State, string Queue)
{
    private const int ExitMemory = -27;
    private const int ExitVirtualMemory = -26;
    private const int ExitTime = -29;
    private const int ExitProcessorTime = -28;
    private const int SubstateDeleted = 91;
    private const int ExitUnfit = -10;

    public string? Comment { get; init; }

    /// <summary>Where its parts are: <c>n1/0*2+n2/0*2</c>.</summary>
    public string? Host { get; init; }

    public int? Exit { get; init; }

    public int Substate { get; init; }

    public string? SubmittedAt { get; init; }

    public string? BegunAt { get; init; }

    public string? TimeMax { get; init; }

    public int Cpus { get; init; }

    public int Nodes { get; init; }

    public int? Element => Id.IndexOf('[', StringComparison.Ordinal) is > 0 and var open
        && Id.IndexOf(']', StringComparison.Ordinal) is var close && close > open
        && int.TryParse(Id.AsSpan(open + 1, close - open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index : null;

    public string? Node => Host is { Length: > 0 } host ? host.Split('/', '+')[0] : null;

    /// <summary>Null: it is not ours.</summary>
    public string? Key(string mark) =>
        Name.LastIndexOf(mark, StringComparison.Ordinal) is > 0 and var at ? Name[(at + mark.Length)..] : null;

    /// <summary>A state that is not known counts as running: nothing is concluded from it.</summary>
    public (JobPhase Phase, JobEnd End) Stands() => State switch
    {
        "Q" or "H" or "W" or "T" => (JobPhase.Waiting, JobEnd.None),
        "E" => (JobPhase.Ending, JobEnd.None),
        "F" or "X" or "M" => (JobPhase.Ended, EndOf()),
        _ => (JobPhase.Running, JobEnd.None),
    };

    public string Said(JobPhase phase) => phase switch
    {
        JobPhase.Waiting => Comment is { Length: > 0 } comment ? comment : State == "H" ? "H (held)" : State,
        JobPhase.Ended => Exit is { } exit
            ? FormattableString.Invariant($"{State} with {exit}") + (Comment is { Length: > 0 } comment ? $" ({comment})" : "") : State,
        _ => State,
    };

    public JobSight Sight(string mark, TimeZoneInfo zone) => new(
        Id,
        Key(mark) is null ? Name : Name[..Name.LastIndexOf(mark, StringComparison.Ordinal)],
        Queue,
        State,
        Stands().Phase == JobPhase.Waiting && Comment is { Length: > 0 } ? Comment : null,
        Key(mark),
        Instant(SubmittedAt, zone),
        Instant(BegunAt, zone),
        PbsAnswers.Duration(TimeMax),
        Nodes,
        Cpus);

    private JobEnd EndOf() => Exit switch
    {
        ExitTime or ExitProcessorTime => JobEnd.TimeLimit,
        ExitMemory or ExitVirtualMemory => JobEnd.OutOfMemory,
        _ when Substate == SubstateDeleted => JobEnd.Cancelled,
        null => JobEnd.Cancelled,
        ExitUnfit => JobEnd.Impossible,
        < 0 => JobEnd.Displaced,
        _ => JobEnd.Over,
    };

    private static DateTimeOffset? Instant(string? text, TimeZoneInfo zone) =>
        DateTime.TryParseExact(
            text, "ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var time)
            ? new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUniversalTime() : null;
}
