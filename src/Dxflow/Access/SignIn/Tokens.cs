using System.Security.Cryptography;
using Dxflow.Access.Keys;
using Dxflow.Operations;

namespace Dxflow.Access.SignIn;

/// <summary>
/// Makes tokens and says who comes with one. The key is looked up at each call, so whatever changes it holds at once; nothing about a
/// token is stored. Why a token is refused is said only when it was made here.
/// </summary>
internal sealed class Tokens(string engine, byte[] secret, KeyRegistry keys, TimeProvider time)
{
    public static readonly TimeSpan LifetimeMin = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LifetimeMax = TimeSpan.FromHours(24);
    public static readonly TimeSpan LifetimeDefault = TimeSpan.FromHours(1);

    /// <summary>How far this machine's clock may have been set back since a token was made.</summary>
    public static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(1);

    private readonly byte[] _secret = HMACSHA256.HashData(secret, "dxflow token 1"u8);

    public string Engine { get; } = engine;

    /// <summary>A <see cref="Fault"/> for a lifetime or permissions that cannot be had.</summary>
    public TokenInfo Make(KeyEntry key, TimeSpan? lifetime, IReadOnlyList<string>? permissions)
    {
        var lasts = lifetime ?? LifetimeDefault;
        if (lasts < LifetimeMin || lasts > LifetimeMax)
        {
            throw Fault.Invalid("A token lives from 1m to 24h.", "Give a lifetime such as 1h, or leave it out for that.");
        }

        var narrowed = permissions is null ? Permission.None : PermissionNames.Parse(permissions);
        if (Narrowing.Beyond(key.Permissions, narrowed) is var beyond and not Permission.None)
        {
            throw new Fault(
                FaultKind.Forbidden,
                $"'{key.Identity}' does not have {PermissionNames.Text(beyond)}.",
                "Ask for what the key may, or less.");
        }

        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var end = key.ExpiresAt is { } last && last < now + lasts
            ? DateTimeOffset.FromUnixTimeSeconds(last.ToUnixTimeSeconds())
            : now + lasts;
        var claims = new TokenClaims(key.Id, key.Generation, Engine, now, end, narrowed);
        return new TokenInfo(
            TokenText.Write(claims, _secret), key.Identity, PermissionNames.Of(Narrowing.Apply(key.Permissions, narrowed)), end);
    }

    public Caller Authenticate(string token, LocalPeer? local)
    {
        var claims = TokenText.Read(token, _secret) ?? throw Refused("This is no token of this engine.");
        var now = time.GetUtcNow();
        if (claims.Engine != Engine)
        {
            throw Refused("The token is for another engine.");
        }

        if (claims.ExpiresAt <= now)
        {
            throw Refused("The token has expired.");
        }

        if (claims.IssuedAt > now + SkewMax || claims.ExpiresAt - claims.IssuedAt > LifetimeMax)
        {
            throw Refused("The token is from a time that has not come: the engine's clock was set back.");
        }

        if (keys.Find(claims.Key) is not { } hold || hold.Entry.Generation != claims.Generation || hold.Entry.HasExpired(now))
        {
            throw Refused("The token's key was disabled, removed, changed or has expired.");
        }

        return hold.Entry.Public is not null && keys.Distrust is { } distrust
            ? throw new Fault(FaultKind.Unauthenticated, "No key is accepted.", distrust)
            : new Caller(hold.Entry.Identity, Narrowing.Apply(hold.Entry.Permissions, claims.Narrowed), local, hold.Ended.Token);
    }

    private static Fault Refused(string why) => new(FaultKind.Unauthenticated, why, "Sign in again.");
}
