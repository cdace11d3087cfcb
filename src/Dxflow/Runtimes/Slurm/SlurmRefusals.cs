using Dxflow.Runtimes.Batch;

namespace Dxflow.Runtimes.Slurm;

/// <summary>
/// What it means when <c>sbatch</c> fails. A full queue and a controller that is away pass, and an array that is too large is made
/// smaller; an answer that got lost says nothing; what is left will be refused the next time too.
/// </summary>
internal static class SlurmRefusals
{
    private const string Prefix = "sbatch: error: ";

    /// <summary>As it is called: with its path, where it reads its options.</summary>
    private const string Program = "sbatch: ";

    /// <summary>What it says after it has told what it does not understand.</summary>
    private const string Advice = "Try \"sbatch --help\"";

    /// <summary>The request may have arrived.</summary>
    private static readonly string[] Lost =
    [
        "timed out", "Zero Bytes were transmitted", "Unexpected message", "Communication connection failure", "Message receive failure",
    ];

    private static readonly string[] Passing =
    [
        "MaxSubmit", "MaxJobs", "QOSMax", "AssocMax", "AssocGrp", "QOSGrp", "job submit limit", "temporarily",
        "Unable to contact slurm controller", "Unable to connect", "connection refused", "Slurm backup controller in standby",
        "Too many jobs", "exceeds limit of configured MaxJobCount", "Resource temporarily unavailable", "Slurm is in", "maintenance",
        "No route to host", "Can't find an address", "Protocol authentication error", "Could not establish a configuration source",
        "Unable to process configuration file", "Invalid job array specification",
    ];

    /// <summary>
    /// What sbatch says instead of failing where the controller has no room for so many jobs (its <c>MaxJobCount</c>, of which those that
    /// have ended are a part for a while): it goes on trying for two minutes.
    /// </summary>
    public const string Waiting = ", sleeping and retrying";

    /// <summary>Its complaint, if it has begun to wait so.</summary>
    public static string? Waits(string output) => output.IndexOf(Waiting, StringComparison.Ordinal) is > 0 and var at
        ? Said(output[..at].Split('\n')) + " (MaxJobCount)" : null;

    /// <summary>The last complaint, without the program's name before it.</summary>
    public static string Said(IReadOnlyList<string> lines)
    {
        var complaints = lines.Where(static each => !each.Contains(Advice, StringComparison.Ordinal)).ToList();
        var line = complaints.LastOrDefault(static each => each.StartsWith(Prefix, StringComparison.Ordinal))
            ?? complaints.LastOrDefault(static each => each.Contains(Program, StringComparison.Ordinal)) ?? lines[^1];
        var said = line.StartsWith(Prefix, StringComparison.Ordinal) ? line[Prefix.Length..]
            : line.IndexOf(Program, StringComparison.Ordinal) is >= 0 and var at ? line[(at + Program.Length)..] : line;
        return said.Length > 0 ? said : "sbatch failed and did not say why";
    }

    public static SubmitOutcome Of(string said) =>
        Has(Lost, said) ? SubmitOutcome.Unknown : Has(Passing, said) ? SubmitOutcome.Later : SubmitOutcome.Refused;

    private static bool Has(string[] words, string said) =>
        Array.Exists(words, word => said.Contains(word, StringComparison.OrdinalIgnoreCase));
}
