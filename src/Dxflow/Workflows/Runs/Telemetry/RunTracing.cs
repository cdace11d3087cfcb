using Dxflow.Foundation.Tracing;
using Dxflow.Runtimes;
using Dxflow.Workflows.Planning;
using Dxflow.Workflows.Registry;
using Dxflow.Workflows.Running;
using Dxflow.Workflows.Running.Loops;
using Dxflow.Workflows.Views;

namespace Dxflow.Workflows.Runs.Telemetry;

/// <summary>
/// A run as spans: one for it, one for each attempt. Their ids follow from those of the run and the attempts, so every engine that takes
/// the run up goes on in the same trace without anything having been stored but who asked for the run. Reads the run's events as any
/// follower does; what was an event before this engine began was told by the one before.
/// </summary>
internal sealed class RunTracing(Tracer tracer, RunEntry run, RunPlan plan)
{
    private readonly StepNames _names = new(plan);
    private readonly Dictionary<(int Step, int Slice, int Attempt), long> _begun = [];
    private readonly TraceContext _context = ContextOf(run);
    private long _startedAt = run.CreatedAt;

    /// <summary>The place of an attempt in its trace: what the task itself is told.</summary>
    public static TraceContext ContextOf(RunEntry run, AttemptId attempt) => ContextOf(run).Named($"attempt {attempt}");

    /// <summary><paramref name="told"/>: the last event of before.</summary>
    public async Task FollowAsync(RunLoop loop, long told)
    {
        for (var (seen, isBehind) = (0L, true); isBehind;)
        {
            isBehind = false;
            await foreach (var news in loop.SubscribeAsync(seen, CancellationToken.None))
            {
                if (news.Fact is null)
                {
                    // A gap: the journal has what it stands for.
                    isBehind = true;
                    break;
                }

                seen = news.Sequence;
                Apply(news.Fact, seen > told);
            }
        }
    }

    private static TraceContext ContextOf(RunEntry run) =>
        (TraceContext.Restore(run.Trace) ?? TraceContext.Of($"run {run.Id}")).Named($"run {run.Id}");

    private void Apply(RunEvent fact, bool isNew)
    {
        _names.Observe(fact);
        switch (fact)
        {
            case RunStarted started:
                _startedAt = started.At;
                break;
            case AttemptGranted granted:
                _begun[(granted.Step, granted.Slice, granted.Attempt)] = granted.At;
                break;
            case AttemptStarted started:
                _begun[(started.Step, started.Slice, started.Attempt)] = started.At;
                break;
            case AttemptAbandoned abandoned:
                _begun.Remove((abandoned.Step, abandoned.Slice, abandoned.Attempt));
                break;
            case AttemptExited exited when _begun.Remove((exited.Step, exited.Slice, exited.Attempt), out var begun) && isNew:
                tracer.Record(Of(exited, begun));
                break;
            case RunFinished finished when isNew:
                tracer.Record(Of(finished));
                break;
        }
    }

    private Span Of(AttemptExited exited, long begun)
    {
        var node = _names.Node(exited.Step);
        var attributes = new List<KeyValuePair<string, object>>
        {
            new("dxflow.workflow", run.Workflow), new("dxflow.run", (long)run.Number), new("dxflow.step", _names.Name(exited.Step)),
            new("dxflow.index", (long)exited.Slice), new("dxflow.attempt", (long)exited.Attempt), new("dxflow.runtime", node.Runtime),
        };
        if (exited.Exit is { } code)
        {
            attributes.Add(new("process.exit.code", (long)code));
        }

        var error = exited.Reason switch
        {
            FailureReason.None => null,
            FailureReason.Exit => $"exit code {exited.Exit}",
            var other => other.ToString().ToLowerInvariant(),
        };
        var id = new AttemptId(run.Id, exited.Step, exited.Slice, exited.Attempt);
        return new Span(
            _context.Named($"attempt {id}"), _context.Span, node.Name, SpanKind.Internal, Time(begun), Time(exited.At), attributes,
            error);
    }

    private Span Of(RunFinished finished) => new(
        _context, TraceContext.Restore(run.Trace)?.Span, "run " + run.Workflow, SpanKind.Internal, Time(_startedAt), Time(finished.At),
        [
            new("dxflow.workflow", run.Workflow), new("dxflow.run", (long)run.Number),
            new("dxflow.status", finished.State.ToString().ToLowerInvariant()),
        ],
        finished.State == RunStatus.Failed ? finished.Reason.ToString().ToLowerInvariant() : null);

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
