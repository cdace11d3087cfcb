using System.Text;
using Dxflow.Operations;

namespace Dxflow.Engine.Metrics;

/// <summary>
/// The engine in figures, for scrapers. Labels come from lists that nobody outside can make longer: operations, kinds of faults,
/// runtimes, states of runs.
/// </summary>
internal sealed class EngineMetrics(EngineFacts facts, MetricSources sources, TimeProvider time)
{
    private const string Seconds = "seconds";
    private const string Bytes = "bytes";

    public async Task<Download> ReadAsync(string? accept)
    {
        var format = MetricFormat.Choose(accept);
        var families = OfEngine().Concat(OfCalls()).Concat(OfStorage()).Concat(OfWork(await sources.Runtimes()))
            .Concat(OfTraces()).Concat(OfProcess());
        var text = Encoding.UTF8.GetBytes(MetricsText.Write(families, format));
        return new Download(new MemoryStream(text), text.Length, format.MediaType);
    }

    private IEnumerable<MetricFamily> OfEngine()
    {
        var (surfaces, access) = (sources.Surfaces(), sources.Access());
        return
        [
            new("dxflow_build", MetricKind.Info, "The version that runs.", null, [new([("version", EngineLife.Version)], 1)]),
            MetricFamily.Gauge(
                "dxflow_uptime_seconds", "Since the engine was ready.", (time.GetUtcNow() - facts.StartedAt).TotalSeconds, Seconds),
            MetricFamily.Gauge("dxflow_connections_open", "Connections that are open.", surfaces.Connections),
            MetricFamily.Counter("dxflow_connections_refused", "Connections beyond the limit, closed at once.", surfaces.Refused),
            MetricFamily.Gauge("dxflow_requests_active", "Requests being answered, streams among them.", surfaces.Requests),
            MetricFamily.Counter("dxflow_audit_entries", "Entries written to the audit log.", access.Audited),
            MetricFamily.Counter("dxflow_unknown_callers_refused", "Sign-ins and tokens that were no good.", access.Unknown),
        ];
    }

    private IEnumerable<MetricFamily> OfCalls()
    {
        var meters = sources.Calls().All.ToList();
        return
        [
            new(
                "dxflow_operation_calls", MetricKind.Counter, "Calls by operation and what came of them.", null,
                [.. meters.SelectMany(static meter => meter.Outcomes.Select(each => new MetricSample(
                    [("operation", meter.Name), ("code", each.Fault?.ToString().ToLowerInvariant() ?? "ok")], each.Count)))]),
            new(
                "dxflow_operation_duration_seconds", MetricKind.Histogram, "From admission to the answer; not of streams.", Seconds,
                [.. meters.Select(static meter => (meter.Name, Reading: meter.Durations.Read()))
                    .Where(static each => each.Reading.Count > 0)
                    .Select(static each => new MetricSample([("operation", each.Name)], 0, each.Reading))]),
            new(
                "dxflow_streams_open", MetricKind.Gauge, "Streams that are open, by operation.", null,
                [.. meters.Where(static meter => meter.Open > 0)
                    .Select(static meter => new MetricSample([("operation", meter.Name)], meter.Open))]),
        ];
    }

    private IEnumerable<MetricFamily> OfStorage()
    {
        var meter = sources.Committer.Meter;
        var syncs = meter.Syncs.Read();
        return
        [
            MetricFamily.Counter("dxflow_journal_commits", "Commits, each over all journals that had something.", syncs.Count),
            MetricFamily.Counter("dxflow_journal_written_bytes", "Bytes committed to journals.", meter.Bytes, Bytes),
            new(
                "dxflow_journal_sync_seconds", MetricKind.Histogram, "How long the disk took to make a commit durable.", Seconds,
                [new MetricSample([], 0, syncs)]),
            MetricFamily.Gauge(
                "dxflow_disk_free_bytes", "Free space at the home.", new DriveInfo(facts.Home.Path).AvailableFreeSpace, Bytes),
            MetricFamily.Gauge(
                "dxflow_disk_full", "1 while changes are refused because there is no room.", sources.Committer.IsFull ? 1 : 0),
        ];
    }

    private IEnumerable<MetricFamily> OfWork(IReadOnlyList<RuntimeUse> runtimes)
    {
        var work = sources.Work();
        MetricFamily Each(string name, string help, Func<RuntimeUse, double> value, string? unit = null) => new(
            name, MetricKind.Gauge, help, unit,
            [.. runtimes.Select(runtime => new MetricSample([("runtime", runtime.Capacity.Name)], value(runtime)))]);
        return
        [
            MetricFamily.Gauge("dxflow_workflows", "Workflows kept.", work.Workflows),
            MetricFamily.Gauge("dxflow_runs_live", "Runs that are not final.", work.LiveRuns),
            new(
                "dxflow_runs_ended", MetricKind.Counter, "Runs that have ended since the start, by their status.", null,
                [.. work.Ended.Select(static each => new MetricSample([("status", each.Status)], each.Count))]),
            Each("dxflow_tasks_running", "Tasks that have their cores and memory.", static use => use.Running),
            Each("dxflow_tasks_waiting", "Tasks that wait for cores or memory.", static use => use.Waiting),
            Each("dxflow_cpus", "Cores that tasks may book together.", static use => use.Capacity.Cpus),
            Each("dxflow_cpus_booked", "Cores booked now.", static use => use.Capacity.BookedCpus),
            Each("dxflow_memory_bytes", "Memory that tasks may book together.", static use => use.Capacity.MemoryBytes, Bytes),
            Each("dxflow_memory_booked_bytes", "Memory booked now.", static use => use.Capacity.BookedMemoryBytes, Bytes),
        ];
    }

    private IEnumerable<MetricFamily> OfTraces() => sources.Traces() is not { } traces
        ? []
        :
        [
            MetricFamily.Counter("dxflow_spans_exported", "Spans that the collector took.", traces.Exported),
            MetricFamily.Counter("dxflow_spans_dropped", "Spans that nobody took in time.", traces.Dropped),
        ];

    /// <summary>Under the names that every program of Prometheus' world has for them.</summary>
    private static IEnumerable<MetricFamily> OfProcess()
    {
        var status = ProcStatus.Read();
        return
        [
            MetricFamily.Counter(
                "process_cpu_seconds", "Processor time of the engine itself.", Environment.CpuUsage.TotalTime.TotalSeconds, Seconds),
            MetricFamily.Gauge("process_resident_memory_bytes", "Resident memory of the engine itself.", status.ResidentBytes, Bytes),
            MetricFamily.Gauge("process_open_fds", "Open files and sockets of the engine itself.", status.OpenFiles),
            MetricFamily.Gauge("process_threads", "Threads of the engine itself.", status.Threads),
        ];
    }
}
