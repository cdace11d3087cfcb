using System.Text.Json;

namespace Dxflow.Workflows.Reusing.Judging;

/// <summary>
/// Whether a slice is taken over, <see cref="From"/> which run, and <see cref="Why"/> or why not. <see cref="Passed"/>: what was to be
/// passed over, if anything. <see cref="Error"/>: it can be neither taken over nor run as it was asked.
/// </summary>
internal sealed record Judgement(
    bool Taken, string Why, JsonElement? Outputs = null, string? Passed = null, string? Error = null, string? From = null)
{
    /// <summary>It is to run, whatever there is.</summary>
    public bool IsForced { get; init; }

    /// <summary>By its digest alone, whichever run that is.</summary>
    public bool IsCached { get; init; }

    public static Judgement Run(string why) => new(false, why);
}
