using System.Text.Json;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Pilot.Wire;

namespace Dxflow.Runtimes.Pilot.Files;

/// <summary>
/// Where workers find the engine as it is now: addresses to be tried in order, the port, and SHA-256 of the one certificate that they
/// believe. Written whole by each engine; workers read it before each attempt to connect.
/// </summary>
internal sealed record DoorFile(IReadOnlyList<string> Addresses, int Port, string Fingerprint)
{
    private const string FileName = "door.json";
    private const int BytesMax = 16 << 10;

    public void Write(string root) => AtomicFile.Write(
        LocalDisk.Instance, Path.Join(root, FileName), JsonSerializer.SerializeToUtf8Bytes(this, PilotJson.Default.DoorFile));

    /// <summary>Null: there is none, or none that can be read.</summary>
    public static DoorFile? Read(string root)
    {
        try
        {
            return AttemptFile.Read(Path.Join(root, FileName), BytesMax) is { } content
                ? JsonSerializer.Deserialize(content, PilotJson.Default.DoorFile) : null;
        }
        catch (JsonException)
        {
            // Somebody else's; the engine will write its own.
            return null;
        }
    }
}
