using System.Globalization;
using Dxflow.Runtimes.Batch;
using Dxflow.Runtimes.Batch.Looking;

namespace Dxflow.Runtimes.Lsf;

/// <summary>
/// An element of an array as <c>bjobs</c> has it; <see cref="Index"/> 0 is a job that is none. <see cref="Host"/>: <c>4*n1:2*n2</c>.
/// </summary>
internal sealed record LsfJob(string Number, string Index, string Name, string State, string Queue, string Host)
{
    public string ExitCode { get; init; } = "";

    public string ExitReason { get; init; } = "";

    public string PendReason { get; init; } = "";

    public int Slots { get; init; } = 1;

    public int Element => int.TryParse(Index, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : 0;

    public string Id => Element > 0 ? $"{Number}[{Index}]" : Number;

    /// <summary>Null: it is not ours. An element's name ends with its number.</summary>
    public string? Key(string mark) => Name.LastIndexOf(mark, StringComparison.Ordinal) is > 0 and var at
        ? Name[(at + mark.Length)..].Split('[')[0] : null;

    public string Said(JobPhase phase) =>
        phase == JobPhase.Waiting ? PendReason.Length > 0 ? PendReason : State
        : ExitReason.Length > 0 ? ExitReason
        : ExitCode.Length > 0 ? $"{State} with {ExitCode}" : State;

    public JobSight Sight(string mark) => new(
        Id, Key(mark) is null ? Name : Name[..Name.LastIndexOf(mark, StringComparison.Ordinal)], Queue, State,
        PendReason.Length > 0 ? PendReason : null, Key(mark), null, null, null, Host.Split(':').Select(Plain).Distinct().Count(), Slots);

    public string? Node => Plain(Host.Split(':')[0]) is { Length: > 0 } node ? node : null;

    private static string Plain(string host) => host[(host.IndexOf('*', StringComparison.Ordinal) + 1)..];
}
