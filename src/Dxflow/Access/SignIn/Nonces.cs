using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Dxflow.Access.SignIn;

internal enum NonceState
{
    Good,

    /// <summary>Not made by this engine since it started, or changed on the way.</summary>
    Foreign,

    Expired,

    Used,

    /// <summary>So many are used at once that no more can be remembered; a second use could not be seen.</summary>
    Full,
}

/// <summary>
/// Nonces that cost no memory until they are used: the moment, 16 random bytes, and an HMAC over both under a key that this process alone
/// has. Those that were used are remembered until they expire, at most <see cref="UsedMax"/>: only whoever has a key can use one.
/// </summary>
internal sealed class Nonces(TimeProvider time)
{
    public const int UsedMax = 10_000;
    public const int Characters = 75;
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private const int MomentBytes = 8;
    private const int BodyBytes = MomentBytes + 16;
    private const int WholeBytes = BodyBytes + HMACSHA256.HashSizeInBytes;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Lock _lock = new();
    private readonly HashSet<string> _used = [];
    private readonly Queue<(string Nonce, DateTimeOffset Until)> _byAge = new();

    public (string Nonce, DateTimeOffset ExpiresAt) Make()
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        Span<byte> whole = stackalloc byte[WholeBytes];
        BinaryPrimitives.WriteInt64BigEndian(whole, now.ToUnixTimeMilliseconds());
        RandomNumberGenerator.Fill(whole[MomentBytes..BodyBytes]);
        HMACSHA256.HashData(_key, whole[..BodyBytes], whole[BodyBytes..]);
        return (Base64Url.EncodeToString(whole), now + Lifetime);
    }

    /// <summary>Whether it could be used now; changes nothing.</summary>
    public NonceState Check(string nonce)
    {
        if (ExpiryOf(nonce) is not { } until)
        {
            return NonceState.Foreign;
        }

        var now = time.GetUtcNow();
        // Only a clock that was set back meets its own nonces before they were made.
        if (until <= now || until - Lifetime > now)
        {
            return NonceState.Expired;
        }

        lock (_lock)
        {
            return _used.Contains(nonce) ? NonceState.Used : NonceState.Good;
        }
    }

    /// <summary>Uses it; of two at once, one gets <see cref="NonceState.Good"/>.</summary>
    public NonceState Use(string nonce)
    {
        var state = Check(nonce);
        if (state != NonceState.Good)
        {
            return state;
        }

        lock (_lock)
        {
            var now = time.GetUtcNow();
            while (_byAge.TryPeek(out var oldest) && (oldest.Until <= now || oldest.Until - Lifetime > now))
            {
                _used.Remove(_byAge.Dequeue().Nonce);
            }

            if (_used.Count >= UsedMax)
            {
                return NonceState.Full;
            }

            if (!_used.Add(nonce))
            {
                return NonceState.Used;
            }

            _byAge.Enqueue((nonce, ExpiryOf(nonce)!.Value));
            return NonceState.Good;
        }
    }

    private DateTimeOffset? ExpiryOf(string nonce)
    {
        Span<byte> whole = stackalloc byte[WholeBytes];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!StrictBase64.TryDecode(nonce, whole))
        {
            return null;
        }

        HMACSHA256.HashData(_key, whole[..BodyBytes], mac);
        return CryptographicOperations.FixedTimeEquals(mac, whole[BodyBytes..])
            ? DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(whole)) + Lifetime
            : null;
    }
}
