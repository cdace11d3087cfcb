using System.Text.Json;

namespace Dxflow.Workflows.Reusing.Judging;

/// <summary>
/// Whether a slice is taken over, and <see cref="Why"/> or why not. <see cref="Passed"/>: what was to be passed over, if anything.
/// <see cref="Error"/>: it can be neither taken over nor run as it was asked.
/// </summary>
internal sealed record Judgement(bool Taken, string Why, JsonElement? Outputs = null, string? Passed = null, string? Error = null)
{
    public static Judgement Run(string why) => new(false, why);
}
