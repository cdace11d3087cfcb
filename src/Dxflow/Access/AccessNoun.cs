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

    private AccessNoun(KeyRegistry keys, GatePorts ports, AuditMeter meter, IReadOnlyDictionary<Type, object> services) =>
        (_keys, Ports, Meter, Services) = (keys, ports, meter, services);

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
        var ports = new GatePorts(
            new Callers(places.EngineUser, tokens).AuthenticateAsync,
            entry => meter.Counted(entry, audit.WriteAsync(entry, GoesOn(entry, operations))));
        return new AccessNoun(keys, ports, meter, new Dictionary<Type, object>
        {
            [typeof(KeyDesk)] = new KeyDesk(keys, time),
            [typeof(SignInDesk)] = new SignInDesk(tokens, keys, new DeskPorts(ports.Audit, places.TlsTerminated), time),
            [typeof(AuditReading)] = new AuditReading(audit),
        });
    }

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
