using System.Security.Cryptography;
using Dxflow.Access.Keys;

namespace Dxflow.Tests.Access;

/// <summary>Key pairs made once for all tests, since a good one takes a moment.</summary>
internal static class SampleKeys
{
    private static readonly Lazy<RSA> First = new(static () => RSA.Create(3072));
    private static readonly Lazy<RSA> Second = new(static () => RSA.Create(3072));
    private static readonly Lazy<RSA> Small = new(static () => RSA.Create(2048));

    public static RSA Alice => First.Value;

    public static RSA Bob => Second.Value;

    public static RSA Weak => Small.Value;

    public static PublicKey Public(RSA key) => PublicKeyText.Parse(Line(key)).Key;

    public static string Line(RSA key, string name = "") => OpenSshLine.Of(key.ExportParameters(includePrivateParameters: false), name);

    public static byte[] Sign(RSA key, byte[] text) => key.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
