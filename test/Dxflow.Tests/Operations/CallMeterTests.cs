using Dxflow.Foundation.Tracing;
using Dxflow.Operations;
using Dxflow.Tests.Surfaces;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dxflow.Tests.Operations;

public sealed class CallMeterTests
{
    private readonly Samples _samples = new();
    private readonly FixedTime _time = new(Samples.Morning);
    private readonly Connection _somebody = new(null, "good", "test", default);
    private readonly Gate _gate;

    public CallMeterTests() => _gate = new Gate(
        new OperationSet(SampleOperations.All()),
        new Dictionary<Type, object> { [typeof(Samples)] = _samples },
        new GatePorts(
            connection => ValueTask.FromResult(connection.Token == "good"
                ? new Caller("somebody", Permission.Master, null, default)
                : throw new Fault(FaultKind.Unauthenticated, "Nobody known is calling.")),
            _ => Task.FromResult(1L)),
        _time, NullLogger.Instance);

    [Fact]
    public async Task Calls_count_by_what_came_of_them_and_are_timed()
    {
        await CallAsync("sample.show", new SampleName("alpha"));
        await CallAsync("sample.show", new SampleName("alpha"));
        await Assert.ThrowsAsync<Fault>(() => CallAsync("sample.show", new SampleName("missing")));
        await Assert.ThrowsAsync<Fault>(() => CallAsync("sample.show", new SampleName("bug")));
        var meter = Meter("sample.show");
        Assert.Equal([(null, 2), (FaultKind.Internal, 1), (FaultKind.Missing, 1)], meter.Outcomes);
        Assert.Equal(4, meter.Durations.Read().Count);
        Assert.Equal([(null, 0)], Meter("sample.list").Outcomes);
    }

    [Fact]
    public async Task Whoever_is_turned_away_counts_and_is_not_timed()
    {
        await Assert.ThrowsAsync<Fault>(() => _gate.AdmitAsync(_gate.Operations.Find("sample.list")!, _somebody with { Token = "bad" }));
        Assert.Equal([(null, 0), (FaultKind.Unauthenticated, 1)], Meter("sample.list").Outcomes);
        Assert.Equal(0, Meter("sample.list").Durations.Read().Count);
    }

    [Fact]
    public async Task A_stream_is_open_until_it_ends_and_counts_then()
    {
        var meter = Meter("sample.watch");
        await foreach (var _ in await WatchAsync("a"))
        {
            Assert.Equal(1, meter.Open);
        }

        await Assert.ThrowsAsync<Fault>(async () => await (await WatchAsync("broken")).CountAsync());
        Assert.Equal(0, meter.Open);
        Assert.Equal([(null, 1), (FaultKind.Conflict, 1)], meter.Outcomes);
    }

    [Fact]
    public async Task A_stream_that_is_left_was_given_up()
    {
        await (await WatchAsync("a")).FirstAsync();
        Assert.Equal([(null, 0), (FaultKind.Cancelled, 1)], Meter("sample.watch").Outcomes);
    }

    [Fact]
    public async Task Whatever_is_asked_for_there_are_as_many_counters_as_operations()
    {
        for (var i = 0; i < 1000; i++)
        {
            await Record.ExceptionAsync(() => CallAsync("sample.show", new SampleName($"name-{i}")));
        }

        Assert.Equal(_gate.Operations.All.Select(operation => operation.Name), _gate.Meter.All.Select(meter => meter.Name));
        Assert.All(_gate.Meter.All, meter => Assert.InRange(meter.Outcomes.Count(), 1, Enum.GetValues<FaultKind>().Length + 1));
        var unknown = Operation.Call(
            "sample.other", "POST /api/other", Permission.Shell, Effect.Reads, "Other.", SampleJson.Default,
            static (Samples s, SampleName r, Call c) => s.ShowAsync(r, c));
        Assert.Equal("other", _gate.Meter.Of(unknown).Name);
    }

    [Fact]
    public async Task Calls_are_spans_below_what_their_clients_were_doing()
    {
        var tracer = new Tracer();
        var gate = new Gate(
            _gate.Operations, new Dictionary<Type, object> { [typeof(Samples)] = _samples },
            new GatePorts(_ => ValueTask.FromResult(new Caller("somebody", Permission.Master, null, default)), _ => Task.FromResult(1L)),
            _time, NullLogger.Instance)
        { Tracer = tracer };
        var parent = TraceContext.New();
        var show = gate.Operations.Find("sample.show")!;
        await gate.CallAsync(await gate.AdmitAsync(show, _somebody with { Trace = parent }), new SampleName("alpha"), new CallExtras());
        var missing = await gate.AdmitAsync(show, _somebody);
        await Assert.ThrowsAsync<Fault>(() => gate.CallAsync(missing, new SampleName("missing"), new CallExtras()));

        Assert.True(tracer.Spans.TryRead(out var well));
        Assert.Equal((parent.Trace, parent.Span, "sample.show", null), (well.Context.Trace, well.Parent, well.Name, well.Error));
        Assert.True(tracer.Spans.TryRead(out var failed));
        Assert.Equal((null, "missing"), (failed.Parent, failed.Error));
        Assert.NotEqual(parent.Trace, failed.Context.Trace);
    }

    private OperationMeter Meter(string operation) => _gate.Meter.Of(_gate.Operations.Find(operation)!);

    private async Task<IAsyncEnumerable<object>> WatchAsync(string name) => _gate.Open(
        await _gate.AdmitAsync(_gate.Operations.Find("sample.watch")!, _somebody), new SampleRun(name), new CallExtras(), default);

    private async Task<object> CallAsync(string operation, object request) => await _gate.CallAsync(
        await _gate.AdmitAsync(_gate.Operations.Find(operation)!, _somebody), request, new CallExtras());
}
