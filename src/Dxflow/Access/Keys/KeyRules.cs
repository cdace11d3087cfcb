using System.Text.RegularExpressions;
using Dxflow.Operations;

namespace Dxflow.Access.Keys;

/// <summary>What is to be registered: read, checked by itself, and not yet held against what is known.</summary>
internal sealed record KeyDraft(string Id, string Identity, PublicKey Key, Permission Permissions, DateTimeOffset? ExpiresAt);

/// <summary>
/// Decides on changes of keys: from what is known and what is asked to the fact that follows, or to a <see cref="Fault"/>. Pure; who may
/// ask is the gate's to judge (MASTER).
/// </summary>
internal static partial class KeyRules
{
    public const int KeysMax = 1_000;
    public const int IdentityCharactersMax = 64;

    public static bool IsIdentity(string text) => IdentityPattern().IsMatch(text);

    public static KeyEvent Register(KeyState state, KeyDraft draft, bool replace, DateTimeOffset at, string by)
    {
        if (!IsIdentity(draft.Identity))
        {
            throw Fault.Invalid(
                "That is no identity of a key.",
                $"Use letters, digits and . _ @ -, at most {IdentityCharactersMax}, beginning with a letter or a digit: --identity NAME.");
        }

        NotTheOwner(draft.Identity);
        var known = state.Find(draft.Identity);
        if (known is not null && !replace)
        {
            throw Fault.Conflict(
                $"'{draft.Identity}' is registered already.",
                "Give --replace for other rights or another key, or --identity for another name.");
        }

        if (state.Keys.Values.FirstOrDefault(key => key.Public?.Fingerprint == draft.Key.Fingerprint && key != known) is { } same)
        {
            throw Fault.Conflict($"This key is registered already, as '{same.Identity}'.", "One key has one identity: make another key.");
        }

        if (known is null && state.Keys.Count > KeysMax)
        {
            throw new Fault(FaultKind.Exhausted, $"{KeysMax} keys are registered; there is no room for more.", "Unregister some.");
        }

        return new KeyRegistered(
            at.ToUnixTimeMilliseconds(), draft.Identity, by, known?.Id ?? draft.Id, known?.Generation + 1 ?? 1,
            Convert.ToBase64String(draft.Key.Spki.Span),
            string.Join(',', PermissionNames.Of(draft.Permissions)), draft.ExpiresAt?.ToUnixTimeMilliseconds());
    }

    public static KeyEvent Unregister(KeyState state, string identity, DateTimeOffset at, string by)
    {
        NotTheOwner(identity);
        return new KeyUnregistered(at.ToUnixTimeMilliseconds(), Known(state, identity).Identity, by);
    }

    /// <summary>Null: it is enabled already.</summary>
    public static KeyEvent? Enable(KeyState state, string identity, DateTimeOffset at, string by) =>
        Known(state, identity).IsEnabled ? null : new KeyEnabled(at.ToUnixTimeMilliseconds(), identity, by);

    /// <summary>Null: it is disabled already.</summary>
    public static KeyEvent? Disable(KeyState state, string identity, DateTimeOffset at, string by)
    {
        NotTheOwner(identity);
        var key = Known(state, identity);
        return key.IsEnabled ? new KeyDisabled(at.ToUnixTimeMilliseconds(), identity, by, key.Generation + 1) : null;
    }

    public static KeyEvent Rotate(KeyState state, string identity, PublicKey? replacement, DateTimeOffset at, string by)
    {
        var key = Known(state, identity);
        if (replacement is not null)
        {
            NotTheOwner(identity);
            if (state.Keys.Values.FirstOrDefault(other => other.Public?.Fingerprint == replacement.Fingerprint) is { } same)
            {
                throw Fault.Conflict($"This key is registered already, as '{same.Identity}'.", "Make a new one: dxflow key generate.");
            }
        }

        var spki = replacement is null ? null : Convert.ToBase64String(replacement.Spki.Span);
        return new KeyRotated(at.ToUnixTimeMilliseconds(), identity, by, key.Generation + 1, spki);
    }

    public static KeyEntry Known(KeyState state, string identity) => state.Find(identity)
        ?? throw Fault.Missing(
            IsIdentity(identity) ? $"No key is registered as '{identity}'." : "No key is registered so.",
            "'dxflow key list --all' shows them.");

    private static void NotTheOwner(string identity)
    {
        if (identity == KeyState.Owner)
        {
            throw Fault.Conflict(
                $"'{KeyState.Owner}' is whoever owns the engine's socket, and no key.",
                $"Take another identity; 'dxflow key rotate {KeyState.Owner}' ends the tokens that were made for it.");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}\z")]
    private static partial Regex IdentityPattern();
}
