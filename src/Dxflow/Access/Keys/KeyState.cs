using System.Collections.Immutable;
using Dxflow.Operations;

namespace Dxflow.Access.Keys;

/// <summary>
/// One key as it is. <see cref="Id"/> and <see cref="Generation"/> are what a token names; <see cref="Public"/> is null for the owner of
/// the socket, who has no key and cannot sign in with one.
/// </summary>
internal sealed record KeyEntry(
    string Id,
    string Identity,
    PublicKey? Public,
    Permission Permissions,
    DateTimeOffset? ExpiresAt,
    bool IsEnabled,
    int Generation,
    DateTimeOffset RegisteredAt,
    string By)
{
    public bool HasExpired(DateTimeOffset now) => ExpiresAt is { } end && end <= now;
}

/// <summary>
/// All keys, by identity. Immutable: a reader has one moment of it. Applying an event is total: what does not fit changes nothing.
/// </summary>
internal sealed record KeyState(ImmutableSortedDictionary<string, KeyEntry> Keys)
{
    /// <summary>Whoever owns the socket: master without a key. It is listed because tokens for it can be made, and ended.</summary>
    public const string Owner = "owner";

    public static KeyState Empty { get; } = new(ImmutableSortedDictionary.Create<string, KeyEntry>(StringComparer.Ordinal).Add(
        Owner,
        new KeyEntry(new string('0', 32), Owner, null, Permission.Master, null, true, 1, DateTimeOffset.UnixEpoch, "the engine")));

    public KeyEntry? Find(string identity) => Keys.GetValueOrDefault(identity);

    /// <summary>Whether anybody but the socket's owner could change keys at this moment.</summary>
    public bool HasMaster(DateTimeOffset now) => Keys.Values.Any(
        key => key is { Public: not null, IsEnabled: true } && key.Permissions.HasFlag(Permission.Master) && !key.HasExpired(now));

    public KeyState Apply(KeyEvent fact) => fact switch
    {
        KeyRegistered registered => With(new KeyEntry(
            registered.Key,
            registered.Identity,
            PublicKeyOf(registered.PublicKey),
            PermissionNames.Parse([registered.Permissions]),
            registered.ExpiresAt is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null,
            true,
            registered.Generation,
            DateTimeOffset.FromUnixTimeMilliseconds(registered.At),
            registered.By)),
        KeyUnregistered => new KeyState(Keys.Remove(fact.Identity)),
        KeyEnabled => Changed(fact, key => key with { IsEnabled = true }),
        KeyDisabled disabled => Changed(fact, key => key with { IsEnabled = false, Generation = disabled.Generation }),
        KeyRotated rotated => Changed(fact, key => key with
        {
            Generation = rotated.Generation,
            Public = rotated.PublicKey is null ? key.Public : PublicKeyOf(rotated.PublicKey),
        }),
        _ => this,
    };

    private KeyState Changed(KeyEvent fact, Func<KeyEntry, KeyEntry> change) => Find(fact.Identity) is { } key ? With(change(key)) : this;

    private KeyState With(KeyEntry key) => new(Keys.SetItem(key.Identity, key));

    private static PublicKey PublicKeyOf(string spki) => PublicKeyText.OfStored(Convert.FromBase64String(spki));
}
