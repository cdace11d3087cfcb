using System.Security.Cryptography;
using Dxflow.Operations;

namespace Dxflow.Access.Keys;

/// <summary>
/// Serves the operations on keys. Taking away the last MASTER is allowed, since the socket's owner is left, and is said.
/// </summary>
internal sealed class KeyDesk(KeyRegistry keys, TimeProvider time)
{
    private const int ListMax = 1_000;
    private const int IdBytes = 16;
    private static readonly TimeSpan ExpiresMax = TimeSpan.FromDays(100 * 365);

    public Task<KeyList> ListAsync(ListKeys request)
    {
        if (request.Limit is < 1 or > ListMax)
        {
            throw Fault.Invalid($"limit must be from 1 to {ListMax}, not {request.Limit}.");
        }

        var now = time.GetUtcNow();
        var found = keys.State.Keys.Values
            .Where(key => request.All || (key.IsEnabled && !key.HasExpired(now)))
            .Where(key => request.Cursor is null || string.CompareOrdinal(key.Identity, request.Cursor) > 0)
            .Take(request.Limit + 1)
            .Select(Info)
            .ToList();
        return Task.FromResult(found.Count <= request.Limit
            ? new KeyList(found, null)
            : new KeyList(found[..^1], found[^2].Identity));
    }

    public Task<KeyChanged> RegisterAsync(RegisterKey request, Call call)
    {
        var file = PublicKeyText.Parse(request.Key);
        var permissions = request.Permissions is null ? PermissionNames.Functional : PermissionNames.Parse(request.Permissions);
        if (permissions is Permission.None or Permission.ReadOnly)
        {
            throw Fault.Invalid("A key without any permission could not do anything.", "Name some: --permissions WORKFLOW,READ_ONLY.");
        }

        if (request.Expires is { } after && (after <= TimeSpan.Zero || after > ExpiresMax))
        {
            throw Fault.Invalid("A key expires after more than nothing, and within a hundred years.", "For example 90d.");
        }

        var now = time.GetUtcNow();
        var draft = new KeyDraft(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)),
            request.Identity ?? file.Name ?? throw Fault.Invalid("The key has no name.", "Give it one: --identity NAME."),
            file.Key,
            permissions,
            now + request.Expires);
        return ChangeAsync(draft.Identity, (state, by) => KeyRules.Register(state, draft, request.Replace, now, by), call);
    }

    public Task<KeyChanged> UnregisterAsync(UnregisterKey request, Call call) => ChangeAsync(
        request.Identity, (state, by) => KeyRules.Unregister(state, request.Identity, time.GetUtcNow(), by), call);

    public Task<KeyChanged> EnableAsync(EnableKey request, Call call) => ChangeAsync(
        request.Identity, (state, by) => KeyRules.Enable(state, request.Identity, time.GetUtcNow(), by), call);

    public Task<KeyChanged> DisableAsync(DisableKey request, Call call) => ChangeAsync(
        request.Identity, (state, by) => KeyRules.Disable(state, request.Identity, time.GetUtcNow(), by), call);

    public Task<KeyChanged> RotateAsync(RotateKey request, Call call)
    {
        var replacement = request.Key is null ? null : PublicKeyText.Parse(request.Key).Key;
        return ChangeAsync(
            request.Identity, (state, by) => KeyRules.Rotate(state, request.Identity, replacement, time.GetUtcNow(), by), call);
    }

    private async Task<KeyChanged> ChangeAsync(string identity, Func<KeyState, string, KeyEvent?> decide, Call call)
    {
        var before = KeyState.Empty;
        var after = await keys.ChangeAsync(
            state =>
            {
                before = state;
                return decide(state, call.Caller.Identity);
            },
            call.Ended);
        var now = time.GetUtcNow();
        var warning = before.HasMaster(now) && !after.HasMaster(now)
            ? "No MASTER key is left: from now on only the owner of the engine's socket can change keys."
            : null;
        var removed = after.Find(identity) is null;
        var key = Info(after.Find(identity) ?? KeyRules.Known(before, identity));
        return new KeyChanged(
            key.Identity, key.Permissions, key.Enabled && !removed, key.ExpiresAt, key.Generation, key.Fingerprint, warning);
    }

    private static KeyInfo Info(KeyEntry key) => new(
        key.Identity,
        PermissionNames.Of(key.Permissions),
        key.IsEnabled,
        key.ExpiresAt,
        key.Generation,
        key.Public?.Fingerprint,
        key.Public?.Bits,
        key.RegisteredAt,
        key.By);
}
