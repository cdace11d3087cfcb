using System.Security.Cryptography;
using System.Text;
using Dxflow.Foundation.Files;
using Dxflow.Operations;

namespace Dxflow.Engine.Identities;

/// <summary>The engine's identity: 32 hex characters made at first boot, kept with a checksum, never changed.</summary>
internal static class Identity
{
    private const int Characters = 32;

    public static string Ensure(Home home)
    {
        var content = AtomicFile.Read(LocalDisk.Instance, home.IdentityFile, bytesMax: 4096);
        if (content is null)
        {
            var fresh = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Characters / 2));
            AtomicFile.Write(
                LocalDisk.Instance, home.IdentityFile, Encoding.ASCII.GetBytes($"dxflow-identity 1 {fresh} {Checksum(fresh)}\n"));
            return fresh;
        }

        var parts = Encoding.ASCII.GetString(content).TrimEnd('\n').Split(' ');
        return parts is ["dxflow-identity", "1", { Length: Characters } id, var sum] && sum == Checksum(id)
            ? id
            : throw new Fault(
                FaultKind.Internal,
                $"the identity in {home.IdentityFile} is damaged or of a newer version",
                "restore the file from a backup; if there is none, remove it and the engine gets a new identity");
    }

    private static string Checksum(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(id)))[..8];
}
