using Dxflow.Operations;
using Dxflow.Tests.Surfaces;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dxflow.Tests.Operations;

public sealed class GateTests
{
    private readonly Samples _samples = new();
    private readonly List<AuditEntry> _audit = [];
    private readonly FixedTime _time = new(Samples.Morning);
    private readonly TaskCompletionSource _durable = new();
    private readonly CancellationTokenSource _keyGone = new();
    private Permission _permissions = Permission.Master;
    private Exception? _auditFails;

    [Fact]
    public async Task A_caller_without_the_permission_is_refused_and_that_is_audited()
    {
        _permissions = Permission.Shell | Permission.Object;
        var fault = await Assert.ThrowsAsync<Fault>(() => AdmitAsync("sample.make"));
        Assert.Equal(FaultKind.Forbidden, fault.Info.Code);
        Assert.Contains("WORKFLOW", fault.Info.Detail);
        var entry = Assert.Single(_audit);
        Assert.Equal(
            (AuditAct.Refused, "sample.make", "somebody", FaultKind.Forbidden), (entry.Act, entry.Operation, entry.Identity, entry.Fault));
    }

    [Fact]
    public async Task What_a_known_caller_was_refused_is_audited_and_nobody_unknown_is_read()
    {
        _permissions = Permission.Shell;
        var gate = NewGate();
        var make = gate.Operations.Find("sample.make")!;
        var connection = new Connection(null, null, "test", default);
        await Assert.ThrowsAsync<Fault>(
            () => gate.AdmitAsync(make, connection, () => Task.FromResult<object?>(new MakeSample("alpha", 3))));
        Assert.Contains("\"name\":\"alpha\"", _audit.Single().Request);
        await Assert.ThrowsAsync<Fault>(() => gate.AdmitAsync(make, connection, () => Task.FromResult<object?>(null)));
        await Assert.ThrowsAsync<Fault>(() => gate.AdmitAsync(
            make, connection with { Token = "nobody" }, () => throw new InvalidOperationException("read")));
        Assert.All(_audit.Skip(1), entry => Assert.Null(entry.Request));
    }

    [Theory]
    [InlineData("sample.make", "Workflow, ReadOnly", false)]
    [InlineData("sample.make", "Master, ReadOnly", false)]
    [InlineData("sample.talk", "Shell, ReadOnly", false)]
    [InlineData("sample.watch", "Shell, ReadOnly", true)]
    [InlineData("sample.fetch", "Object, ReadOnly", true)]
    [InlineData("sample.fetch", "Shell", false)]
    [InlineData("sample.make", "Workflow", true)]
    [InlineData("sample.make", "Master", true)]
    [InlineData("sample.list", "None", true)]
    public async Task Permission_and_effect_decide_who_comes_in(string operation, string permissions, bool allowed)
    {
        _permissions = Enum.Parse<Permission>(permissions);
        var refused = await Record.ExceptionAsync(() => AdmitAsync(operation));
        Assert.Equal(allowed, refused is null);
    }

    [Fact]
    public async Task Nobody_is_refused_and_that_is_audited()
    {
        var gate = NewGate();
        var nobody = new Connection(null, "nobody", "10.0.0.9", default);
        var fault = await Assert.ThrowsAsync<Fault>(() => gate.AdmitAsync(gate.Operations.Find("sample.list")!, nobody));
        Assert.Equal(FaultKind.Unauthenticated, fault.Info.Code);
        Assert.Equal(("", "10.0.0.9"), (_audit.Single().Identity, _audit.Single().From));
    }

    [Fact]
    public async Task A_public_operation_asks_nobody_who_they_are_and_only_so_often()
    {
        var knock = Operation.Call(
            "sample.knock", "POST /api/knock", Permission.None, Effect.Reads, "Knock.", SampleJson.Default,
            static (Samples s, SampleName r, Call c) => s.ShowAsync(r, c)).ForAnybody();
        var gate = new Gate(
            new OperationSet([knock]), new Dictionary<Type, object> { [typeof(Samples)] = _samples }, Ports(), _time, NullLogger.Instance);
        var nobody = new Connection(null, "nobody", "10.0.0.9", default);
        for (var i = 0; i < PublicLimit.Burst; i++)
        {
            Assert.Same(Caller.Anybody, (await gate.AdmitAsync(knock, nobody)).Caller);
        }

        var fault = await Assert.ThrowsAsync<Fault>(() => gate.AdmitAsync(knock, nobody));
        Assert.Equal(FaultKind.Exhausted, fault.Info.Code);
        Assert.Empty(_audit);
    }

    [Fact]
    public async Task Refusals_of_the_unknown_fill_the_audit_log_only_so_fast()
    {
        var gate = NewGate();
        var nobody = new Connection(null, "nobody", "10.0.0.9", default);
        var refusals = new List<FaultKind>();
        for (var i = 0; i < PublicLimit.Burst + 10; i++)
        {
            refusals.Add((await Assert.ThrowsAsync<Fault>(() => gate.AdmitAsync(gate.Operations.Find("sample.list")!, nobody))).Info.Code);
        }

        Assert.Equal(PublicLimit.Burst, _audit.Count);
        Assert.Equal(PublicLimit.Burst, refusals.Count(kind => kind == FaultKind.Unauthenticated));
        Assert.Equal(10, refusals.Count(kind => kind == FaultKind.Exhausted));
        Assert.NotNull(await gate.AdmitAsync(gate.Operations.Find("sample.list")!, nobody with { Token = "good" }));
    }

    [Fact]
    public async Task What_a_handler_refuses_or_fails_at_is_audited()
    {
        _durable.SetResult();
        await Assert.ThrowsAsync<Fault>(() => CallAsync("sample.show", new SampleName("forbidden")));
        Assert.Equal((AuditAct.Refused, FaultKind.Forbidden), (_audit.Single().Act, _audit.Single().Fault));
        _audit.Clear();
        var change = Operation.Call(
            "sample.change", "POST /api/change", Permission.Shell, Effect.Changes, "Change it.", SampleJson.Default,
            static (Samples s, SampleName r, Call c) => s.ShowAsync(r, c));
        var admission = new Admission(change, Caller.Anybody, new Connection(null, null, "test", default));
        await Assert.ThrowsAsync<Fault>(() => NewGate().CallAsync(admission, new SampleName("conflict"), new CallExtras()));
        Assert.Equal([(AuditAct.Called, null), (AuditAct.Failed, FaultKind.Conflict)], _audit.Select(entry => (entry.Act, entry.Fault)));
        _audit.Clear();
        await Assert.ThrowsAsync<Fault>(() => CallAsync("sample.show", new SampleName("missing")));
        Assert.Empty(_audit);
    }

    [Fact]
    public async Task A_change_is_audited_before_it_is_made_and_answered_when_that_is_durable()
    {
        var call = CallAsync("sample.make", new MakeSample("alpha", 3, Text: "long document", Password: "hidden"));
        Assert.Equal(1, _samples.Made);
        Assert.False(call.IsCompleted);
        _durable.SetResult();
        Assert.Equal(3, ((SampleEcho)await call).Count);
        var entry = _audit.Single();
        Assert.Equal((AuditAct.Called, "test"), (entry.Act, entry.From));
        Assert.Contains("\"name\":\"alpha\"", entry.Request);
        Assert.DoesNotContain("hidden", entry.Request);
        Assert.DoesNotContain("document", entry.Request);
    }

    [Fact]
    public async Task Nothing_is_changed_if_it_cannot_be_audited()
    {
        _auditFails = new Fault(FaultKind.Exhausted, "The disk is full.");
        var fault = await Assert.ThrowsAsync<Fault>(() => CallAsync("sample.make", new MakeSample("alpha", 3)));
        Assert.Equal(FaultKind.Exhausted, fault.Info.Code);
        Assert.Equal(0, _samples.Made);
    }

    [Fact]
    public async Task A_successful_read_leaves_no_trace()
    {
        _ = await CallAsync("sample.show", new SampleName("alpha"));
        Assert.Empty(_audit);
    }

    [Fact]
    public async Task A_bug_is_answered_with_an_id_and_without_its_insides()
    {
        var fault = await Assert.ThrowsAsync<Fault>(() => CallAsync("sample.show", new SampleName("bug")));
        Assert.Equal(FaultKind.Internal, fault.Info.Code);
        Assert.Contains("(id ", fault.Info.Detail);
        Assert.DoesNotContain("secret", fault.Info.Detail + fault.Info.Hint);
    }

    [Fact]
    public async Task A_stream_that_changes_is_audited_at_open_and_at_end()
    {
        _durable.SetResult();
        var (gate, admission) = await AdmitAsync("sample.talk");
        var input = new OperationInput(new object[] { new SampleInput("bye") }.ToAsyncEnumerable(), null);
        var lines = await gate.Open(admission, new SampleRun("alpha"), new CallExtras(input), default).ToListAsync();
        Assert.Equal(["hello alpha", "BYE"], lines.Cast<SampleLine>().Select(line => line.Text));
        Assert.Equal([AuditAct.Opened, AuditAct.Ended], _audit.Select(entry => entry.Act));
    }

    [Fact]
    public async Task A_stream_that_fails_gives_its_records_first_and_then_the_fault()
    {
        var (gate, admission) = await AdmitAsync("sample.watch");
        var seen = new List<object>();
        var fault = await Assert.ThrowsAsync<Fault>(async () =>
        {
            await foreach (var line in gate.Open(admission, new SampleRun("broken"), new CallExtras(), default))
            {
                seen.Add(line);
            }
        });
        Assert.Equal(3, seen.Count);
        Assert.Equal(FaultKind.Conflict, fault.Info.Code);
    }

    [Fact]
    public async Task A_stream_ends_when_its_callers_key_does()
    {
        var (gate, admission) = await AdmitAsync("sample.watch");
        var reading = Task.Run(
            async () => await gate.Open(admission, new SampleRun("a", Follow: true), new CallExtras(), default).CountAsync());
        await _samples.Waiting.Task;
        await _keyGone.CancelAsync();
        var fault = await Assert.ThrowsAsync<Fault>(() => reading);
        Assert.Equal(FaultKind.Unauthenticated, fault.Info.Code);
        await _samples.Given.Task;
    }

    [Fact]
    public void A_gate_without_a_service_for_each_operation_cannot_be_made()
    {
        var wrong = Assert.Throws<ArgumentException>(() => new Gate(
            new OperationSet(SampleOperations.All()), new Dictionary<Type, object>(), Ports(), _time, NullLogger.Instance));
        Assert.Contains("Samples", wrong.Message);
    }

    private Gate NewGate() => new(
        new OperationSet(SampleOperations.All()),
        new Dictionary<Type, object> { [typeof(Samples)] = _samples },
        Ports(), _time, NullLogger.Instance);

    private GatePorts Ports() => new(
        connection => ValueTask.FromResult(connection.Token == "nobody"
            ? throw new Fault(FaultKind.Unauthenticated, "Nobody known is calling.")
            : new Caller("somebody", _permissions, null, _keyGone.Token)),
        entry =>
        {
            _audit.Add(entry);
            var written = entry.Act == AuditAct.Refused ? Task.CompletedTask : _durable.Task;
            return _auditFails is null ? NumberedAsync(_audit.Count, written) : Task.FromException<long>(_auditFails);
        });

    private static async Task<long> NumberedAsync(int number, Task written)
    {
        await written;
        return number;
    }

    private async Task<(Gate Gate, Admission Admission)> AdmitAsync(string operation)
    {
        var gate = NewGate();
        return (gate, await gate.AdmitAsync(gate.Operations.Find(operation)!, new Connection(null, null, "test", default)));
    }

    private async Task<object> CallAsync(string operation, object request)
    {
        var (gate, admission) = await AdmitAsync(operation);
        return await gate.CallAsync(admission, request, new CallExtras());
    }
}
