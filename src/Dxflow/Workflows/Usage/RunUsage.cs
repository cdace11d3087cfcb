using Dxflow.Runtimes;

namespace Dxflow.Workflows.Usage;

/// <summary>One look at one task; null usage is one of which nothing is known.</summary>
internal readonly record struct UsageReading(AttemptId Id, string Service, TaskUsage? Used);

/// <summary>
/// What a run uses: the last look, and of each service those of the last hour. Instances are summed. How busy a task is comes from two
/// looks at it, so the first look does not say. Looks come one after another; readers get lists that do not change.
/// </summary>
internal sealed class RunUsage
{
    /// <summary>Of each service; an hour of a look every ten seconds.</summary>
    public const int PointsMax = 360;

    /// <summary>Of one run; services beyond have no history.</summary>
    public const int ServicesMax = 200;

    private readonly Dictionary<AttemptId, (DateTimeOffset At, double Seconds)> _last = [];
    private readonly Dictionary<string, Queue<TaskStatsInfo>> _history = [];
    private readonly Lock _gate = new();

    /// <summary>When the last look was.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>By service, in the order in which they were looked at.</summary>
    public IReadOnlyList<TaskStatsInfo> Latest { get; private set; } = [];

    public TaskStatsInfo? Total => Latest.Count == 0 ? null : Sum("(run)", At, [.. Latest]);

    public void Add(DateTimeOffset at, IReadOnlyList<UsageReading> readings, bool isKept)
    {
        lock (_gate)
        {
            var services = readings.Where(static one => one.Used is not null).GroupBy(static one => one.Service)
                .Select(group => Sum(group.Key, at, [.. group.Select(one => Info(one, at))])).ToList();
            var now = readings.Select(static one => one.Id).ToHashSet();
            foreach (var gone in _last.Keys.Where(id => !now.Contains(id)).ToList())
            {
                _last.Remove(gone);
            }

            (At, Latest) = (at, services);
            foreach (var service in isKept ? services : [])
            {
                Keep(service);
            }
        }
    }

    /// <summary>In order of time, those of one moment in the order of their names.</summary>
    public IReadOnlyList<TaskStatsInfo> History(Func<string, bool> wants)
    {
        lock (_gate)
        {
            return [.. _history.Where(one => wants(one.Key)).SelectMany(static one => one.Value)
                .OrderBy(static point => point.At).ThenBy(static point => point.Name, StringComparer.Ordinal)];
        }
    }

    private void Keep(TaskStatsInfo point)
    {
        if (!_history.TryGetValue(point.Name, out var points))
        {
            if (_history.Count >= ServicesMax)
            {
                return;
            }

            _history[point.Name] = points = [];
        }

        points.Enqueue(point);
        if (points.Count > PointsMax)
        {
            points.Dequeue();
        }
    }

    private TaskStatsInfo Info(UsageReading reading, DateTimeOffset at)
    {
        var used = reading.Used!;
        double? percent = null;
        if (used.CpuSeconds is { } seconds)
        {
            if (_last.TryGetValue(reading.Id, out var before) && at > before.At && seconds >= before.Seconds)
            {
                percent = Math.Round(100 * (seconds - before.Seconds) / (at - before.At).TotalSeconds, 1);
            }

            _last[reading.Id] = (at, seconds);
        }

        return new TaskStatsInfo(
            reading.Service, used.CpuSeconds, used.MemoryBytes, used.MemoryPeakBytes, used.Processes, percent, 1,
            used.ReadBytes, used.WrittenBytes, used.ReceivedBytes, used.SentBytes, at);
    }

    /// <summary>What nobody knows of any stays unknown.</summary>
    private static TaskStatsInfo Sum(string name, DateTimeOffset at, TaskStatsInfo[] all) => new(
        name,
        Sum(all, static one => one.CpuSeconds),
        Sum(all, static one => one.MemoryBytes),
        Sum(all, static one => one.MemoryPeakBytes),
        (int?)Sum(all, static one => one.Processes),
        Sum(all, static one => one.CpuPercent),
        all.Sum(static one => one.Instances),
        Sum(all, static one => one.ReadBytes),
        Sum(all, static one => one.WrittenBytes),
        Sum(all, static one => one.ReceivedBytes),
        Sum(all, static one => one.SentBytes),
        at);

    private static double? Sum(TaskStatsInfo[] all, Func<TaskStatsInfo, double?> of) =>
        all.Any(one => of(one) is not null) ? Math.Round(all.Sum(of) ?? 0, 3) : null;

    private static long? Sum(TaskStatsInfo[] all, Func<TaskStatsInfo, long?> of) =>
        all.Any(one => of(one) is not null) ? all.Sum(of) : null;
}
