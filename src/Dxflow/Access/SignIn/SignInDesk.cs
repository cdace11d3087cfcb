using System.Text.RegularExpressions;
using Dxflow.Access.Keys;
using Dxflow.Operations;

namespace Dxflow.Access.SignIn;

/// <summary>What the desk is told about the engine: who writes the audit log, and whether TLS ends at a proxy before it.</summary>
internal sealed record DeskPorts(Func<AuditEntry, Task> Audit, bool TlsTerminated);

/// <summary>
/// From a key to a token:
/// <list type="number">
/// <item>The client asks for a challenge; the engine answers its id and a nonce, and keeps nothing.</item>
/// <item>The client signs the four lines (<see cref="SignedText"/>) with its private key and names its identity.</item>
/// <item>The nonce is this engine's and fresh; the certificate that was signed is the one this connection was shown.</item>
/// <item>The signature is that of the identity's key. Only then is the nonce used up: nobody without a key fills the memory.</item>
/// <item>The key may be used now. The sign-in is durable in the audit log, then the token is given.</item>
/// </list>
/// A wrong signature and an unknown identity are answered alike.
/// </summary>
internal sealed partial class SignInDesk(Tokens tokens, KeyRegistry keys, DeskPorts ports, TimeProvider time)
{
    private readonly Nonces _nonces = new(time);

    public Task<Challenge> ChallengeAsync()
    {
        var (nonce, expires) = _nonces.Make();
        return Task.FromResult(new Challenge(tokens.Engine, nonce, expires));
    }

    public async Task<TokenInfo> VerifyAsync(VerifyChallenge request, Call call)
    {
        // 3
        Fresh(_nonces.Check(request.Nonce));
        var text = SignedText.Of(tokens.Engine, request.Nonce, CertificateOf(request, call.Connection));

        // 4
        var key = KeyRules.IsIdentity(request.Identity) ? keys.State.Find(request.Identity) : null;
        if (key?.Public is null || !key.Public.Signed(text, request.Signature))
        {
            throw Refused(
                "The signature is not that of the identity's key.", "Sign the four lines of docs/access.md with the registered key.");
        }

        Fresh(_nonces.Use(request.Nonce));

        // 5
        Usable(key);
        var token = tokens.Make(key, request.Lifetime, request.Permissions);
        await ports.Audit(new AuditEntry(time.GetUtcNow(), AuditAct.SignedIn, "auth.verify", key.Identity, call.Connection?.From ?? ""));
        return token;
    }

    /// <summary>For scripts beside the engine. A token does not get a further one: whoever stole it would have it for ever.</summary>
    public Task<TokenInfo> MakeAsync(MakeToken request, Call call)
    {
        if (call.Connection is not { Local: not null, Token: null })
        {
            throw new Fault(
                FaultKind.Forbidden, "Tokens without a sign-in are made for the owner of the engine's socket only.", "Sign in with a key.");
        }

        var key = KeyRules.Known(keys.State, request.Identity ?? KeyState.Owner);
        Usable(key);
        return Task.FromResult(tokens.Make(key, request.Lifetime, request.Permissions));
    }

    private static void Fresh(NonceState nonce)
    {
        if (nonce != NonceState.Good)
        {
            throw nonce switch
            {
                NonceState.Expired => Refused("The nonce has expired.", "Ask for a new challenge; one is good for 60 s."),
                NonceState.Used => Refused("The nonce was used.", "Ask for a new challenge; one is good once."),
                NonceState.Full => new Fault(FaultKind.Exhausted, "Too many sign in at once.", "Try again in a minute."),
                _ => Refused("The nonce is none of this engine's.", "Ask for a new challenge."),
            };
        }
    }

    private void Usable(KeyEntry key)
    {
        if (!key.IsEnabled || key.HasExpired(time.GetUtcNow()))
        {
            throw Refused(
                key.IsEnabled ? $"The key of '{key.Identity}' has expired." : $"The key of '{key.Identity}' is disabled.",
                "A MASTER can register or enable it again.");
        }

        if (key.Public is not null && keys.Distrust is { } distrust)
        {
            throw Refused("No key is accepted.", distrust);
        }
    }

    /// <summary>
    /// The fourth line. The engine's own view decides; behind a proxy it has none, and the client's word has to do: whoever sits between
    /// proxy and client is the proxy's to keep out.
    /// </summary>
    private string CertificateOf(VerifyChallenge request, Connection? connection)
    {
        if (request.Certificate is { } given && given != SignedText.NoCertificate && !Hash().IsMatch(given))
        {
            throw Fault.Invalid(
                "The certificate is not 64 characters of lower-case hex.", "Send SHA-256 of its DER form, or leave it out.");
        }

        if (ports.TlsTerminated)
        {
            return request.Certificate ?? SignedText.NoCertificate;
        }

        var shown = connection?.Certificate ?? SignedText.NoCertificate;
        return request.Certificate is null || request.Certificate == shown
            ? shown
            : throw Refused(
                "The certificate that was seen is not the engine's: somebody is in between.",
                "If that is a proxy of yours, set tls-terminated to true; if not, do not go on.");
    }

    private static Fault Refused(string why, string hint) => new(FaultKind.Unauthenticated, why, hint);

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex Hash();
}
