using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dxflow.Operations;

namespace Dxflow.Objects.Shares;

/// <summary>A password as it is kept: <c>ROUNDS SALT HASH</c>, by PBKDF2 with SHA-256.</summary>
internal static class SharePassword
{
    private const int Rounds = 200_000;
    private const int SaltBytes = 16;
    private const int LengthMin = 6;
    private const int LengthMax = 200;

    /// <exception cref="Fault">It is too short or too long to be one.</exception>
    public static string Keep(string given)
    {
        var password = given.TrimEnd('\r', '\n');
        if (password.Length is < LengthMin or > LengthMax || password.Any(char.IsControl))
        {
            throw Fault.Invalid($"password: it has to be a line of {LengthMin} to {LengthMax} characters");
        }

        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Rounds} {Convert.ToHexStringLower(salt)} {Convert.ToHexStringLower(Hash(password, salt, Rounds))}");
    }

    public static bool Fits(string kept, string given)
    {
        var parts = kept.Split(' ');
        given = given.TrimEnd('\r', '\n');
        return parts is [var rounds, var salt, var hash] && given.Length <= LengthMax
            && CryptographicOperations.FixedTimeEquals(
                Convert.FromHexString(hash),
                Hash(given, Convert.FromHexString(salt), int.Parse(rounds, CultureInfo.InvariantCulture)));
    }

    private static byte[] Hash(string password, byte[] salt, int rounds) => Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(password), salt, rounds, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
}
