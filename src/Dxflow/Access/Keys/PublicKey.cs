using System.Security.Cryptography;

namespace Dxflow.Access.Keys;

/// <summary>
/// A public RSA key in its one stored form, DER of SubjectPublicKeyInfo. It checks RSASSA-PKCS1-v1_5 signatures over SHA-256 and nothing
/// else: who presents a signature cannot choose how it is checked.
/// </summary>
internal sealed class PublicKey(byte[] spki, int bits)
{
    public ReadOnlyMemory<byte> Spki { get; } = spki;

    public int Bits { get; } = bits;

    /// <summary>SHA-256 of the stored form, lower-case hex; what people compare.</summary>
    public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(spki));

    public bool Signed(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(Spki.Span, out _);
        return signature.Length * 8 == rsa.KeySize
            && rsa.VerifyData(text, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
