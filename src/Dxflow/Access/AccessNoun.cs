using Dxflow.Access.Audit;
using Dxflow.Access.Keys;
using Dxflow.Access.SignIn;
using Dxflow.Operations;
using Dxflow.Storage;
using Microsoft.Extensions.Logging;

namespace Dxflow.Access;

/// <summary>Where access keeps its things, the engine's id, its user, and whether TLS ends at a proxy before it.</summary>
internal sealed record AccessPlaces(string Journals, string SecretFile, string Engine, int EngineUser, bool TlsTerminated);

/// <summary>
/// Keys, sign-in and audit of an engine, put together: the two ports of the gate, and what serves the operations.
/// </summary>
internal sealed class AccessNoun : IAsyncDisposable
{
    private readonly KeyRegistry _keys;
    private readonly Callers _callers;

    private AccessNoun(
        KeyRegistry keys, Callers callers, GatePorts ports, AuditMeter meter, IReadOnlyDictionary<Type, object> services) =>
        (_keys, _callers, Ports, Meter, Services) = (keys, callers, ports, meter, services);

    public GatePorts Ports { get; }

    public AuditMeter Meter { get; }

    public IReadOnlyDictionary<Type, object> Services { get; }

    public static AccessNoun Open(
        AccessPlaces places, OperationSet operations, Committer committer, TimeProvider time, ILoggerFactory logs)
    {
        var audit = AuditLog.Open(Path.Combine(places.Journals, "audit"), committer, logs);
        var keys = KeyRegistry.Open(Path.Combine(places.Journals, "access.journal"), committer, time, logs);
        var tokens = new Tokens(places.Engine, TokenSecret.Ensure(places.SecretFile, logs), keys, time);
        var meter = new AuditMeter();
        var callers = new Callers(places.EngineUser, tokens, time);
        var ports = new GatePorts(
            callers.AuthenticateAsync,
            entry => meter.Counted(entry, audit.WriteAsync(entry, GoesOn(entry, operations))));
        return new AccessNoun(keys, callers, ports, meter, new Dictionary<Type, object>
        {
            [typeof(KeyDesk)] = new KeyDesk(keys, time),
            [typeof(SignInDesk)] = new SignInDesk(tokens, keys, new DeskPorts(ports.Audit, places.TlsTerminated), time),
            [typeof(AuditReading)] = new AuditReading(audit),
        });
    }

    /// <summary>What somebody may at this moment, by the name that a <see cref="Caller"/> had; null: nothing.</summary>
    public Standing? StandingOf(string identity) => _callers.StandingOf(identity, _keys);

    public ValueTask DisposeAsync() => _keys.DisposeAsync();

    /// <summary>
    /// Whether an entry is taken while the disk is full: of what relieves, and of signing in, without which nobody from afar could
    /// relieve. Refusals are not: anybody can make them.
    /// </summary>
    private static bool GoesOn(AuditEntry entry, OperationSet operations) => entry.Act switch
    {
        AuditAct.Refused => false,
        AuditAct.SignedIn => true,
        _ => operations.Find(entry.Operation)?.Relieves ?? false,
    };
}
