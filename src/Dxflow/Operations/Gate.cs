using System.Runtime.CompilerServices;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Tracing;
using Microsoft.Extensions.Logging;

namespace Dxflow.Operations;

/// <summary>A caller who was let in to one operation; what follows is reading the request and the call itself.</summary>
internal sealed record Admission(Operation Operation, Caller Caller, Connection Connection);

/// <summary>What a surface read besides the request itself.</summary>
internal sealed record CallExtras(
    OperationInput Input = default, string? IdempotencyKey = null, long ResumeAfter = 0, string? Accept = null,
    string? ResumeAt = null);

/// <summary>
/// The one door to every operation, the same for all surfaces:
/// <list type="number">
/// <item>who is calling (<see cref="GatePorts.Authenticate"/>), and may they: a refusal is audited. Nobody is asked who they are where
/// an operation is public; how often the unknown may come, and fill the audit log, is limited by address;</item>
/// <item>the surface reads the request, only now: nobody unknown makes us parse anything;</item>
/// <item>a change is audited, then made; its answer waits until the audit entry is durable (streams: at open and at end);</item>
/// <item>what the handler throws is a <see cref="Fault"/>, or a bug that is logged with an id and answered as internal.</item>
/// </list>
/// </summary>
internal sealed partial class Gate
{
    private readonly IReadOnlyDictionary<Type, object> _services;
    private readonly GatePorts _ports;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly KeptAnswers _kept;
    private readonly PublicLimit _limit;

    public Gate(OperationSet operations, IReadOnlyDictionary<Type, object> services, GatePorts ports, TimeProvider time, ILogger log)
    {
        Operations = operations;
        _services = services;
        _ports = ports;
        _time = time;
        _log = log;
        _kept = new KeptAnswers(time);
        _limit = new PublicLimit(time);
        Meter = new CallMeter(operations);
        var orphan = operations.All.FirstOrDefault(operation => !services.ContainsKey(operation.Service));
        if (orphan is not null)
        {
            throw new ArgumentException($"Nothing serves {orphan.Name}: no {orphan.Service.Name} was given.", nameof(services));
        }
    }

    public OperationSet Operations { get; }

    /// <summary>Null where nobody wants traces.</summary>
    public Tracer? Tracer { get; init; }

    /// <summary>What came of all calls since the engine began.</summary>
    public CallMeter Meter { get; }

    /// <summary>
    /// Step 1. <paramref name="asked"/> reads the request of somebody who is known and still turned away, for the audit log.
    /// </summary>
    public async Task<Admission> AdmitAsync(Operation operation, Connection connection, Func<Task<object?>>? asked = null)
    {
        try
        {
            return await LetInAsync(operation, connection, asked);
        }
        catch (Fault refused)
        {
            Meter.Of(operation).Ended(refused.Info.Code);
            throw;
        }
    }

    private async Task<Admission> LetInAsync(Operation operation, Connection connection, Func<Task<object?>>? asked)
    {
        var caller = default(Caller);
        try
        {
            if (operation.IsPublic)
            {
                LimitTheUnknown(operation, connection);
                return new Admission(operation, Caller.Anybody, connection);
            }

            caller = await _ports.Authenticate(connection);
            Permit(operation, caller);
            return new Admission(operation, caller, connection);
        }
        catch (Fault refused) when (IsRefusal(refused))
        {
            if (caller is null)
            {
                LimitTheUnknown(operation, connection);
            }

            await _ports.Audit(new AuditEntry(
                _time.GetUtcNow(), AuditAct.Refused, operation.Name, caller?.Identity ?? "", connection.From,
                await AskedAsync(operation, caller, asked), refused.Info.Code, refused.Info.Detail));
            throw;
        }
        catch (Exception bug) when (bug is not Fault)
        {
            throw Bug(operation, bug);
        }
    }

    /// <summary>Steps 3 and 4 for one answer: <see cref="Shape.Call"/>, <see cref="Shape.Upload"/>, <see cref="Shape.Download"/>.</summary>
    public async Task<object> CallAsync(Admission admission, object request, CallExtras extras)
    {
        var (operation, began) = (admission.Operation, _time.GetTimestamp());
        FaultKind? outcome = FaultKind.Internal;
        var span = Begin(admission);
        try
        {
            var isKept = extras.IdempotencyKey is not null && operation.Effect == Effect.Changes && operation.Shape == Shape.Call;
            var answer = isKept
                ? await _kept.GetAsync(admission, request, extras.IdempotencyKey!, () => OnceAsync(admission, request, extras, span))
                : await OnceAsync(admission, request, extras, span);
            outcome = null;
            return answer;
        }
        catch (Fault fault)
        {
            outcome = fault.Info.Code;
            throw;
        }
        finally
        {
            Meter.Of(operation).Answered(outcome, _time.GetElapsedTime(began));
            span?.End(outcome);
        }
    }

    /// <summary>
    /// Steps 3 and 4 for many answers: <see cref="Shape.Stream"/>, <see cref="Shape.Duplex"/>. Ends, or throws a <see cref="Fault"/>.
    /// </summary>
    public async IAsyncEnumerable<object> Open(
        Admission admission, object request, CallExtras extras, [EnumeratorCancellation] CancellationToken ended)
    {
        using var link = CancellationTokenSource.CreateLinkedTokenSource(ended, admission.Caller.Ended, admission.Connection.Closed);
        var entry = Entry(admission, AuditAct.Opened, request);
        var meter = Meter.Of(admission.Operation);
        var span = Begin(admission);
        meter.Opened();
        await OpenedAsync(meter, entry);
        var call = new Call(
            admission.Caller, link.Token, extras.IdempotencyKey, extras.ResumeAfter, Connection: admission.Connection,
            Trace: span?.Context, ResumeAt: extras.ResumeAt);
        var (end, isOver) = (default(Fault), false);
        var records = default(IAsyncEnumerator<object>);
        try
        {
            while (end is null)
            {
                var more = false;
                try
                {
                    link.Token.ThrowIfCancellationRequested();
                    records ??= Stream(admission.Operation, request, extras.Input, call).GetAsyncEnumerator(link.Token);
                    more = await records.MoveNextAsync();
                }
                catch (Exception failure)
                {
                    end = Explain(admission, failure, link.Token);
                }

                if (!more)
                {
                    isOver = true;
                    break;
                }

                yield return records!.Current;
            }
        }
        finally
        {
            // Whoever leaves before the end has given it up.
            var outcome = end?.Info.Code ?? (isOver ? null : FaultKind.Cancelled);
            meter.Closed(outcome);
            span?.End(outcome);
            await DisposeAsync(admission.Operation, records);
            await AuditedAsync(entry is null ? null : entry with
            {
                At = _time.GetUtcNow(),
                Act = AuditAct.Ended,
                Fault = end?.Info.Code,
                Detail = end?.Info.Detail,
            });
        }

        if (end is not null)
        {
            throw end;
        }
    }

    /// <summary>What a caller is told whose key was taken away in the middle.</summary>
    public static Fault Withdrawn(Caller caller) => new(
        FaultKind.Unauthenticated, $"'{caller.Identity}' may no longer be here.", "Its key was disabled, removed or has expired.");

    private static async Task<string?> AskedAsync(Operation operation, Caller? caller, Func<Task<object?>>? asked) =>
        caller is not null && asked is not null && await asked() is { } request
            ? Contracts.Redaction.Of(operation.Request, request)
            : null;

    private static bool IsRefusal(Fault fault) => fault.Info.Code is FaultKind.Unauthenticated or FaultKind.Forbidden;

    private void LimitTheUnknown(Operation operation, Connection connection)
    {
        if (!_limit.TryTake(connection))
        {
            throw new Fault(
                FaultKind.Exhausted,
                $"{operation.Name}: too much from {connection.From} without being signed in.",
                "Wait a few seconds, then sign in.");
        }
    }

    private static void Permit(Operation operation, Caller caller)
    {
        if (operation.Effect == Effect.Changes && caller.Permissions.HasFlag(Permission.ReadOnly))
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"{operation.Name} changes something, and '{caller.Identity}' is READ_ONLY.",
                "Use a key without READ_ONLY.");
        }

        if (!caller.IsMaster && !caller.Permissions.HasFlag(operation.Permission))
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"{operation.Name} needs {PermissionNames.Text(operation.Permission)}, which '{caller.Identity}' does not have.",
                "A MASTER can grant it.");
        }
    }

    private CallSpan? Begin(Admission admission) => Tracer is null ? null : new CallSpan(Tracer, admission, _time);

    private async Task<object> OnceAsync(Admission admission, object request, CallExtras extras, CallSpan? span)
    {
        using var link = CancellationTokenSource.CreateLinkedTokenSource(admission.Caller.Ended, admission.Connection.Closed);
        var entry = Entry(admission, AuditAct.Called, request);
        var audited = entry is null ? null : _ports.Audit(entry);
        if (audited is { IsFaulted: true })
        {
            await audited;
        }

        var call = new Call(
            admission.Caller, link.Token, extras.IdempotencyKey, extras.ResumeAfter, audited, admission.Connection, extras.Accept,
            span?.Context);
        try
        {
            // The body may have come for a long time, in which the key was taken away.
            link.Token.ThrowIfCancellationRequested();
            return await (Task<object>)Handle(admission.Operation, request, extras.Input, call);
        }
        catch (Exception failure)
        {
            var fault = Explain(admission, failure, link.Token);
            await RecordAsync(admission, request, entry, fault);
            throw fault;
        }
        finally
        {
            await (audited ?? Task.CompletedTask);
        }
    }

    private object Handle(Operation operation, object request, OperationInput input, Call call) =>
        operation.Handler(_services[operation.Service], request, input, call);

    private IAsyncEnumerable<object> Stream(Operation operation, object request, OperationInput input, Call call) =>
        (IAsyncEnumerable<object>)Handle(operation, request, input, call);

    private AuditEntry? Entry(Admission admission, AuditAct act, object request) =>
        admission.Operation.Effect == Effect.Reads ? null : EntryOf(admission, act, request);

    private AuditEntry EntryOf(Admission admission, AuditAct act, object request) => new(
        _time.GetUtcNow(), act, admission.Operation.Name, admission.Caller.Identity, admission.Connection.From,
        Contracts.Redaction.Of(admission.Operation.Request, request));

    /// <summary>A change that failed after it was audited, and whatever a handler itself refused.</summary>
    private async Task RecordAsync(Admission admission, object request, AuditEntry? called, Fault fault)
    {
        if (called is null && !IsRefusal(fault))
        {
            return;
        }

        var act = IsRefusal(fault) ? AuditAct.Refused : AuditAct.Failed;
        try
        {
            await _ports.Audit(EntryOf(admission, act, request) with { Fault = fault.Info.Code, Detail = fault.Info.Detail });
        }
        catch (Fault full) when (called is not null && full.Info.Code == FaultKind.Exhausted)
        {
            // The call itself is in the log; the caller is told why it failed.
        }
    }

    private async Task OpenedAsync(OperationMeter meter, AuditEntry? entry)
    {
        try
        {
            await AuditedAsync(entry);
        }
        catch (Fault fault)
        {
            meter.Closed(fault.Info.Code);
            throw;
        }
    }

    private Task AuditedAsync(AuditEntry? entry) => entry is null ? Task.CompletedTask : _ports.Audit(entry);

    private Fault Explain(Admission admission, Exception failure, CancellationToken ended) => failure switch
    {
        Fault known => known,
        OperationCanceledException when admission.Caller.Ended.IsCancellationRequested =>
            Withdrawn(admission.Caller),
        OperationCanceledException when ended.IsCancellationRequested =>
            new Fault(FaultKind.Cancelled, $"{admission.Operation.Name} was given up by its caller."),
        IOException full when DiskFullException.Is(full) => new Fault(
            FaultKind.Exhausted, $"there is no room: {full.Message}", "make room; the engine takes changes again by itself", full),
        _ => Bug(admission.Operation, failure),
    };

    private Fault Bug(Operation operation, Exception bug)
    {
        var id = Guid.NewGuid().ToString("N")[..12];
        LogBug(_log, id, operation.Name, bug);
        return new Fault(
            FaultKind.Internal,
            $"{operation.Name} failed in a way that dxflow did not expect (id {id}).",
            "The engine's log has the details under this id.",
            bug);
    }

    private async ValueTask DisposeAsync(Operation operation, IAsyncEnumerator<object>? records)
    {
        try
        {
            await (records?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (Exception late) when (late is not Fault)
        {
            LogBug(_log, "-", operation.Name, late);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Id}: {Operation} failed")]
    private static partial void LogBug(ILogger log, string id, string operation, Exception bug);
}
