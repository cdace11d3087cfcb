using System.Security.Cryptography;
using Dxflow.Operations;

namespace Dxflow.Access.Keys;

/// <summary>What a public key file says: the key, and the name that an OpenSSH line has behind it.</summary>
internal sealed record PublicKeyFile(PublicKey Key, string? Name);

/// <summary>
/// Reads public keys as they come: PEM (<c>BEGIN PUBLIC KEY</c>) and OpenSSH lines (<c>ssh-rsa</c>, RFC 4253, 6.6). Only RSA from 3,072
/// bits. A private key is refused and called so, and nothing of it is repeated.
/// </summary>
internal static class PublicKeyText
{
    public const int BitsMin = 3072;
    public const int BitsMax = 8192;
    public const int CharactersMax = 16 * 1024;
    public const string Wanted = "Give the .pub file of 'dxflow key generate', or an RSA key as PEM (BEGIN PUBLIC KEY) or ssh-rsa line.";
    private const int ExponentMin = 65537;

    public static PublicKeyFile Parse(string text)
    {
        text = text.Trim();
        if (text.Length > CharactersMax)
        {
            throw Fault.Invalid($"A public key of {text.Length} characters is none.", Wanted);
        }

        if (text.Contains("PRIVATE KEY", StringComparison.OrdinalIgnoreCase) || text.StartsWith("PuTTY-User-Key", StringComparison.Ordinal))
        {
            throw Fault.Invalid(
                "This is a private key, which nobody but its owner may have; it was not kept.",
                "Give its public half: the .pub file, or what 'openssl pkey -in FILE -pubout' writes. If others saw it, make a new one.");
        }

        return text.StartsWith("-----BEGIN", StringComparison.Ordinal) ? OfPem(text) : OfOpenSsh(text);
    }

    /// <summary>From the stored form, which was checked before it was stored.</summary>
    public static PublicKey OfStored(byte[] spki)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(spki, out _);
        return new PublicKey(spki, rsa.KeySize);
    }

    private static PublicKeyFile OfPem(string text)
    {
        if (!PemEncoding.TryFind(text, out var fields) || text.Length != fields.Location.End.Value - fields.Location.Start.Value)
        {
            throw Fault.Invalid("This is not one whole PEM block.", Wanted);
        }

        var label = text[fields.Label];
        if (label != "PUBLIC KEY")
        {
            throw Fault.Invalid($"This is '{label}', not 'PUBLIC KEY'.", Wanted);
        }

        using var rsa = RSA.Create();
        try
        {
            var der = Convert.FromBase64String(text[fields.Base64Data]);
            rsa.ImportSubjectPublicKeyInfo(der, out var read);
            return read == der.Length ? Checked(rsa, null) : throw Fault.Invalid("There is something behind the key.", Wanted);
        }
        catch (Exception wrong) when (wrong is CryptographicException or FormatException)
        {
            throw new Fault(FaultKind.Invalid, "This is no public RSA key.", Wanted, wrong);
        }
    }

    private static PublicKeyFile OfOpenSsh(string text)
    {
        var (key, name) = OpenSshLine.Parse(text);
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportParameters(key);
        }
        catch (CryptographicException wrong)
        {
            throw new Fault(FaultKind.Invalid, "This is no public RSA key.", Wanted, wrong);
        }

        return Checked(rsa, name);
    }

    private static PublicKeyFile Checked(RSA rsa, string? name)
    {
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        var exponent = parameters.Exponent!.Length <= 4 ? parameters.Exponent.Aggregate(0L, static (sum, each) => (sum << 8) | each) : 0;
        if (rsa.KeySize is < BitsMin or > BitsMax)
        {
            throw Fault.Invalid(
                $"The key has {rsa.KeySize} bits; from {BitsMin} to {BitsMax} are taken.", "Make another: dxflow key generate.");
        }

        if (exponent < ExponentMin || exponent % 2 == 0 || parameters.Modulus![^1] % 2 == 0)
        {
            throw Fault.Invalid("The key's numbers are not those of a good RSA key.", "Make another: dxflow key generate.");
        }

        return new PublicKeyFile(new PublicKey(rsa.ExportSubjectPublicKeyInfo(), rsa.KeySize), string.IsNullOrEmpty(name) ? null : name);
    }
}
