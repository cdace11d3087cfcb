using System.Globalization;
using Dxflow.Runtimes.Batch.Looking;

namespace Dxflow.Runtimes.GridEngine;

/// <summary>
/// A job, or an element of an array, in a list of the queue. <see cref="Elements"/> as they stand there: <c>4</c>, or <c>1,3-9:1</c>.
/// </summary>
internal sealed record GridEngineJob(string Number, string Name, string State, string Queue, string Elements, int Slots)
{
    public string? RunMax { get; init; }

    public string? SubmittedAt { get; init; }

    public string? StartedAt { get; init; }

    public int Element => int.TryParse(Elements, NumberStyles.None, CultureInfo.InvariantCulture, out var element) ? element : 1;

    public string? Node => Queue.Split('@') is [_, { Length: > 0 } node] ? node : null;

    /// <summary>Null: it is not ours.</summary>
    public string? Key(string mark) =>
        Name.LastIndexOf(mark, StringComparison.Ordinal) is > 0 and var at ? Name[(at + mark.Length)..] : null;

    public JobSight Sight(string mark, TimeZoneInfo zone) => new(
        Elements.Length > 0 ? $"{Number}.{Elements}" : Number,
        Key(mark) is null ? Name : Name[..Name.LastIndexOf(mark, StringComparison.Ordinal)],
        Queue.Split('@')[0],
        State,
        GridEngineStates.Said(State) is var said && said != State ? said : null,
        Key(mark),
        Instant(SubmittedAt, zone),
        Instant(StartedAt, zone),
        long.TryParse(RunMax, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null,
        1,
        Slots);

    private static DateTimeOffset? Instant(string? text, TimeZoneInfo zone) =>
        DateTime.TryParseExact(text, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUniversalTime() : null;
}
