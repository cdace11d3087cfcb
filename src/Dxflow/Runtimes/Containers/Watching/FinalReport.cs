using Dxflow.Runtimes.Containers.Api.Answers;

namespace Dxflow.Runtimes.Containers.Watching;

/// <summary>What an ended container says about its attempt. Pure: everything it needs to know is handed to it.</summary>
internal static class FinalReport
{
    private const int NotRunnable = 126;
    private const int NotFound = 127;

    /// <summary>What an init prints in place of the program that it cannot start; tini's, and catatonit's.</summary>
    private static readonly string[] InitRefusals = ["[FATAL tini (", "ERROR (catatonit:"];

    public static bool HasEnded(ContainerState state) => state.Status switch
    {
        "exited" or "dead" or "stopped" or "removing" => true,
        _ => false,
    };

    /// <summary>Created, and never started since <paramref name="before"/>.</summary>
    public static bool NeverRan(ContainerState state, string? before) =>
        !state.Running && (EngineTime.Parse(state.StartedAt) is null || state.StartedAt == before);

    public static bool WasStarted(ContainerState? state) => EngineTime.Parse(state?.StartedAt) is not null;

    public static TaskReport Gone(AttemptId id, DateTimeOffset? startedAt) => new(
        id, TaskState.Lost, StartedAt: startedAt, Reason: FailureReason.Lost, Detail: "its container was removed by somebody else");

    public static TaskReport NotStarted(AttemptId id, FailureReason reason = FailureReason.None, string? detail = null) =>
        new(id, TaskState.NotStarted, Reason: reason, Detail: detail);

    public static TaskReport Of(AttemptId id, ContainerState state, DateTimeOffset? daemonStartedAt)
    {
        var (started, ended) = (EngineTime.Parse(state.StartedAt), EngineTime.Parse(state.FinishedAt));
        if (WasDaemonsEnd(started, ended, daemonStartedAt))
        {
            return new TaskReport(id, TaskState.Lost, StartedAt: started, EndedAt: ended, Reason: FailureReason.Lost,
                Detail: "the container engine went down, and its containers with it");
        }

        return new TaskReport(
            id,
            TaskState.Exited,
            state.ExitCode,
            ExitCode.SignalOf(state.ExitCode),
            started,
            ended,
            state.OomKilled ? FailureReason.OutOfMemory : FailureReason.None,
            state.OomKilled ? "it needed more memory than its limit" : null);
    }

    /// <summary>The line with which an init ended that could not start the program, if that is all that the task wrote.</summary>
    public static string? Refusal(ContainerState state, IReadOnlyList<string> firstLines) =>
        state.ExitCode is NotRunnable or NotFound && firstLines is [var only] && InitRefusals.Any(only.StartsWith) ? only : null;

    /// <summary>
    /// Whether a container ended within the minute before the daemon came up, having run since before that: then nobody saw its end.
    /// </summary>
    private static bool WasDaemonsEnd(DateTimeOffset? started, DateTimeOffset? ended, DateTimeOffset? daemon)
    {
        var before = TimeSpan.FromMinutes(1);
        var after = TimeSpan.FromSeconds(30);
        return started < daemon && ended > daemon - before && ended < daemon + after;
    }
}
