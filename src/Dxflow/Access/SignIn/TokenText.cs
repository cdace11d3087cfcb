using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Dxflow.Operations;

namespace Dxflow.Access.SignIn;

/// <summary>
/// What a token says: which key (by id, and its generation), for which engine, from when to when. <see cref="Narrowed"/> leaves less than
/// the key may; none: all of it. Moments are whole seconds; ids are 32 hex characters.
/// </summary>
internal sealed record TokenClaims(
    string Key, int Generation, string Engine, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, Permission Narrowed);

/// <summary>
/// Tokens as text: <c>dxflow_</c>, then in base64 for URLs: version (1 byte), key (16), engine (16), generation (4), issued (8), expires
/// (8), permissions (4), and HMAC-SHA256 (32) over all before it. Nothing in it says how it is to be checked, every field has its place,
/// and one token has one text.
/// </summary>
internal static class TokenText
{
    public const string Prefix = "dxflow_";
    private const byte Version = 1;
    private const int IdBytes = 16;
    private const int ClaimBytes = 1 + IdBytes + IdBytes + 4 + 8 + 8 + 4;
    private const int WholeBytes = ClaimBytes + HMACSHA256.HashSizeInBytes;

    public static string Write(TokenClaims claims, ReadOnlySpan<byte> secret)
    {
        Span<byte> whole = stackalloc byte[WholeBytes];
        whole[0] = Version;
        Convert.FromHexString(claims.Key).CopyTo(whole[1..]);
        Convert.FromHexString(claims.Engine).CopyTo(whole[(1 + IdBytes)..]);
        var numbers = whole[(1 + IdBytes + IdBytes)..];
        BinaryPrimitives.WriteInt32BigEndian(numbers, claims.Generation);
        BinaryPrimitives.WriteInt64BigEndian(numbers[4..], claims.IssuedAt.ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt64BigEndian(numbers[12..], claims.ExpiresAt.ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt32BigEndian(numbers[20..], (int)claims.Narrowed);
        HMACSHA256.HashData(secret, whole[..ClaimBytes], whole[ClaimBytes..]);
        return Prefix + Base64Url.EncodeToString(whole);
    }

    /// <summary>Null for whatever was not written under this secret.</summary>
    public static TokenClaims? Read(string text, ReadOnlySpan<byte> secret)
    {
        Span<byte> whole = stackalloc byte[WholeBytes];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || !StrictBase64.TryDecode(text.AsSpan(Prefix.Length), whole))
        {
            return null;
        }

        HMACSHA256.HashData(secret, whole[..ClaimBytes], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, whole[ClaimBytes..]) || whole[0] != Version)
        {
            return null;
        }

        var numbers = whole[(1 + IdBytes + IdBytes)..];
        return new TokenClaims(
            Convert.ToHexStringLower(whole.Slice(1, IdBytes)),
            BinaryPrimitives.ReadInt32BigEndian(numbers),
            Convert.ToHexStringLower(whole.Slice(1 + IdBytes, IdBytes)),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(numbers[4..])),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(numbers[12..])),
            (Permission)BinaryPrimitives.ReadInt32BigEndian(numbers[20..]));
    }
}
