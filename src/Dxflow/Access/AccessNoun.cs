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

    private AccessNoun(AccessPlaces places, AuditLog audit, KeyRegistry keys, byte[] secret, TimeProvider time)
    {
        _keys = keys;
        var tokens = new Tokens(places.Engine, secret, keys, time);
        Ports = new GatePorts(new Callers(places.EngineUser, tokens).AuthenticateAsync, audit.WriteAsync);
        Services = new Dictionary<Type, object>
        {
            [typeof(KeyDesk)] = new KeyDesk(keys, time),
            [typeof(SignInDesk)] = new SignInDesk(tokens, keys, new DeskPorts(audit.WriteAsync, places.TlsTerminated), time),
            [typeof(AuditReading)] = new AuditReading(audit),
        };
    }

    public GatePorts Ports { get; }

    public IReadOnlyDictionary<Type, object> Services { get; }

    public static AccessNoun Open(AccessPlaces places, Committer committer, TimeProvider time, ILoggerFactory logs)
    {
        var audit = AuditLog.Open(Path.Combine(places.Journals, "audit"), committer, logs);
        var keys = KeyRegistry.Open(Path.Combine(places.Journals, "access.journal"), committer, time, logs);
        return new AccessNoun(places, audit, keys, TokenSecret.Ensure(places.SecretFile, logs), time);
    }

    public ValueTask DisposeAsync() => _keys.DisposeAsync();
}
