using System.Buffers.Binary;
using System.Security.Cryptography;
using Dxflow.Operations;

namespace Dxflow.Access.Keys;

/// <summary>
/// One line of an OpenSSH public key file, <c>ssh-rsa BASE64 NAME</c>. The base64 is three strings, each with its length (4 bytes) before
/// it: the kind, the exponent, the modulus (RFC 4253, 6.6).
/// </summary>
internal static class OpenSshLine
{
    private const string Rsa = "ssh-rsa";

    public static string Of(RSAParameters key, string name)
    {
        byte[] blob = [.. Part("ssh-rsa"u8), .. Part(Positive(key.Exponent!)), .. Part(Positive(key.Modulus!))];
        return $"{Rsa} {Convert.ToBase64String(blob)} {name}";
    }

    /// <summary>The numbers of the key, not judged yet, and the name behind it; a <see cref="Fault"/> if the line is not one.</summary>
    public static (RSAParameters Key, string? Name) Parse(string line)
    {
        var parts = line.Split((char[])[' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var kind = parts.FirstOrDefault() ?? "";
        if (kind != Rsa || parts.Length < 2 || line.Contains('\n'))
        {
            var isOther = kind != Rsa
                && (kind.StartsWith("ssh-", StringComparison.Ordinal) || kind.StartsWith("ecdsa-", StringComparison.Ordinal));
            throw Wrong(isOther ? "Only RSA keys sign in." : "This is no public key.");
        }

        var blob = new byte[parts[1].Length];
        if (!Convert.TryFromBase64String(parts[1], blob, out var length))
        {
            throw Wrong("The ssh-rsa line is cut or damaged.");
        }

        var rest = blob.AsSpan(0, length);
        var name = Take(ref rest);
        var exponent = Number(Take(ref rest));
        var modulus = Number(Take(ref rest));
        return name.SequenceEqual("ssh-rsa"u8) && rest.IsEmpty
            ? (new RSAParameters { Exponent = exponent, Modulus = modulus }, parts.ElementAtOrDefault(2))
            : throw Wrong("The ssh-rsa line is cut or damaged.");
    }

    private static ReadOnlySpan<byte> Take(ref Span<byte> rest)
    {
        if (rest.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - 4)
        {
            throw Wrong("The ssh-rsa line is cut or damaged.");
        }

        var taken = rest.Slice(4, (int)length);
        rest = rest[(4 + (int)length)..];
        return taken;
    }

    /// <summary>Positive, in the fewest bytes, so that one key has one form.</summary>
    private static byte[] Number(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || (bytes[0] & 0x80) != 0 || (bytes[0] == 0 && (bytes.Length == 1 || (bytes[1] & 0x80) == 0)))
        {
            throw Wrong("The ssh-rsa line has a number that is none.");
        }

        return bytes[0] == 0 ? bytes[1..].ToArray() : bytes.ToArray();
    }

    private static byte[] Part(ReadOnlySpan<byte> bytes)
    {
        var part = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(part, bytes.Length);
        bytes.CopyTo(part.AsSpan(4));
        return part;
    }

    private static byte[] Positive(byte[] number) => (number[0] & 0x80) != 0 ? [0, .. number] : number;

    private static Fault Wrong(string what) => Fault.Invalid(what, PublicKeyText.Wanted);
}
