using System.Text;

namespace Dxflow.Access.SignIn;

/// <summary>
/// What a client signs to prove that it has a key: four lines, joined by a line feed, without one at the end. The engine's id and the
/// nonce keep it from being used elsewhere or again; the certificate (or <c>-</c>) from being used through somebody in the middle.
/// </summary>
internal static class SignedText
{
    public const string Version = "dxflow-auth-v1";
    public const string NoCertificate = "-";

    public static byte[] Of(string engine, string nonce, string certificate) =>
        Encoding.ASCII.GetBytes($"{Version}\n{engine}\n{nonce}\n{certificate}");
}
