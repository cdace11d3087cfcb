using System.Text.Json;
using Dxflow.Operations;

namespace Dxflow.Workflows.Planning.Stored;

/// <summary>
/// A plan as bytes of a file and back. The file holds secrets in clear, so it is written with mode 0600; a plan of a newer version is
/// refused, naming both.
/// </summary>
internal static class PlanText
{
    public static byte[] Write(RunPlan plan) => JsonSerializer.SerializeToUtf8Bytes(plan, PlanJson.Default.RunPlan);

    /// <exception cref="Fault">The bytes are no plan, or one of a newer version.</exception>
    public static RunPlan Read(ReadOnlySpan<byte> bytes)
    {
        RefuseNewer(bytes);
        try
        {
            return JsonSerializer.Deserialize(bytes, PlanJson.Default.RunPlan) ?? throw new JsonException("it is null");
        }
        catch (JsonException broken)
        {
            throw new Fault(FaultKind.Internal, $"a stored plan cannot be read: {broken.Message}", "Start a new run of the workflow.",
                broken);
        }
    }

    private static void RefuseNewer(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        try
        {
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals("version"u8))
                {
                    reader.Read();
                    if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var version) && version > Planner.Version)
                    {
                        throw new Fault(
                            FaultKind.Internal, $"a stored plan has version {version}, and this engine reads up to {Planner.Version}",
                            "Use the newer version of dxflow that wrote it.");
                    }

                    return;
                }
            }
        }
        catch (JsonException)
        {
            // The real reading says what is wrong with it.
        }
    }
}
