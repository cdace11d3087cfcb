using System.Globalization;
using Dxflow.Runtimes;

namespace Dxflow.Workflows.Commands;

/// <summary>A reason as people say it.</summary>
internal static class ReasonText
{
    /// <summary>The reason of an end with its code or signal, or these alone; null: it ended well.</summary>
    public static string? Ended(FailureReason? reason, int? exit, int? signal) => (reason, exit, signal) switch
    {
        (FailureReason.Stopped, _, _) => Of(FailureReason.Stopped),
        (FailureReason.Exit or null, not null and not 0, null) => string.Create(CultureInfo.InvariantCulture, $"exit code {exit}"),
        (FailureReason.Signal or FailureReason.Exit or null, _, not null) =>
            string.Create(CultureInfo.InvariantCulture, $"killed by signal {signal}"),
        (null, _, _) => null,
        var (known, _, _) => Of(known.Value),
    };

    public static string Of(FailureReason reason) => reason switch
    {
        FailureReason.Exit => "its exit code says so",
        FailureReason.Signal => "killed by a signal",
        FailureReason.OutOfMemory => "out of memory",
        FailureReason.TimeoutQueue => "waited too long in the queue",
        FailureReason.TimeoutRun => "ran too long",
        FailureReason.Lost => "lost: nobody saw how it ended",
        FailureReason.MissingOutput => "an output is missing",
        FailureReason.BadOutput => "an output is not what was declared",
        FailureReason.BadInput => "an input is not usable",
        FailureReason.Image => "its image cannot be had",
        FailureReason.Start => "it could not be started",
        FailureReason.SiteLimit => "this site can never run it",
        FailureReason.Service => "a service it needs has ended",
        FailureReason.Tolerance => "too many of its slices failed",
        FailureReason.Turns => "its loop did not come to an end",
        FailureReason.Stopped => "stopped as wished",
        FailureReason.Internal => "dxflow itself failed",
        _ => "no reason",
    };
}
