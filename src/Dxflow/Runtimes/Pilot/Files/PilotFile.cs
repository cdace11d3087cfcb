using System.Text.Json;
using Dxflow.Foundation.Files;
using Dxflow.Runtimes.Pilot.Wire;

namespace Dxflow.Runtimes.Pilot.Files;

/// <summary>
/// What a worker is told when its job is made. <see cref="Secret"/> (hex) is for this pilot alone and ends with it; that is why the file is
/// 0600. <see cref="Tasks"/> is the directory below which all attempts are, <see cref="Shared"/> where the wrapper is. Seconds.
/// </summary>
internal sealed record PilotFile(
    string Key, string Secret, string Tasks, string Shared, long LogBytesMax, double IdleSeconds, double? LifeSeconds, bool HasModules)
{
    private const string FileName = "pilot.json";
    private const int BytesMax = 64 << 10;

    public static string PathIn(string folder) => Path.Join(folder, FileName);

    public void Write(string folder) =>
        FileCalls.WriteWhole(PathIn(folder), JsonSerializer.SerializeToUtf8Bytes(this, PilotJson.Default.PilotFile));

    /// <summary>Null: it is gone, or was never whole.</summary>
    public static PilotFile? Read(string folder)
    {
        try
        {
            return AttemptFile.Read(PathIn(folder), BytesMax) is { } content
                ? JsonSerializer.Deserialize(content, PilotJson.Default.PilotFile) : null;
        }
        catch (JsonException)
        {
            // The engine ended while it wrote, before anything was submitted.
            return null;
        }
    }
}
