using System.Runtime.CompilerServices;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Api;
using Dxflow.Runtimes.Containers.Api.Answers;
using Dxflow.Runtimes.Containers.Api.Calls;

namespace Dxflow.Runtimes.Containers.Watching;

/// <summary>
/// The health that the container engine tells of a container, by the check of its image. Its events are hints, after which it is looked,
/// and every now and then without one. Podman leaves the checking to timers of systemd, which are not everywhere: it is asked to check.
/// </summary>
internal sealed class EngineHealth(EngineApi api, TimeProvider time)
{
    private const int SaidLengthMax = 4096;
    private const long NanosecondsPerTick = 100;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CheckEveryMin = TimeSpan.FromSeconds(1);

    private readonly ContainerCalls containers = new(api);

    /// <summary>Whether the container has a check that its engine runs.</summary>
    public static bool IsChecked(ContainerAnswer? found) => found?.Config?.Healthcheck?.Test is { Count: > 0 } test
        ? test[0] != "NONE"
        : found?.State?.Health?.Status is { Length: > 0 } status && status != "none";

    /// <summary>Each change of the verdict, until the container has ended or is let go of.</summary>
    public async IAsyncEnumerable<TaskHealth> FollowAsync(LiveContainer task, [EnumeratorCancellation] CancellationToken cancel)
    {
        var checks = (await api.VersionAsync(cancel)).Dialect.ChecksByTimer;
        bool? told = null;
        while (!task.Ended.IsCompleted)
        {
            var news = task.HealthNews;
            var found = await containers.FindAsync(task.Container, cancel);
            if (!IsChecked(found))
            {
                yield break;
            }

            if (Of(found!.State?.Health) is { } health && health.Healthy != told)
            {
                told = health.Healthy;
                yield return health;
            }

            var pause = checks ? IntervalOf(found) : LookEvery;
            await Task.WhenAny(news, task.Ended, Task.Delay(pause, time, cancel));
            cancel.ThrowIfCancellationRequested();
            if (checks && !news.IsCompleted)
            {
                await CheckAsync(task, cancel);
            }
        }
    }

    /// <summary>Null: it is not known yet.</summary>
    public static TaskHealth? Of(HealthAnswer? health) => health?.Status switch
    {
        "healthy" => new TaskHealth(true),
        "unhealthy" => new TaskHealth(false, Said(health)),
        _ => null,
    };

    private static string? Said(HealthAnswer health)
    {
        if (health.Log is not { Count: > 0 } log)
        {
            return null;
        }

        var output = (log[^1].Output ?? "").Trim();
        var shown = output.Length > SaidLengthMax ? output[..SaidLengthMax] : output;
        return shown.Length == 0 ? $"exit code {log[^1].ExitCode}" : $"exit code {log[^1].ExitCode}: {shown}";
    }

    private static TimeSpan IntervalOf(ContainerAnswer found)
    {
        var interval = TimeSpan.FromTicks((found.Config?.Healthcheck?.Interval ?? 0) / NanosecondsPerTick);
        return interval > CheckEveryMin ? interval : CheckEveryMin;
    }

    private async Task CheckAsync(LiveContainer task, CancellationToken cancel)
    {
        try
        {
            await containers.CheckHealthAsync(task.Container, cancel);
        }
        catch (Fault refused) when (EngineRefusal.StatusOf(refused) is not null)
        {
            // It may just have ended: the next look tells.
        }
    }
}
