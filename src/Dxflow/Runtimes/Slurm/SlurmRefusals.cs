using Dxflow.Runtimes.Batch;

namespace Dxflow.Runtimes.Slurm;

/// <summary>
/// What it means when <c>sbatch</c> fails. A full queue and a controller that is away pass; an answer that got lost says nothing; what is
/// left will be refused the next time too.
/// </summary>
internal static class SlurmRefusals
{
    private const string Prefix = "sbatch: error: ";

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
        "No route to host", "Can't find an address", "Protocol authentication error",
    ];

    /// <summary>The last complaint, without the program's name before it.</summary>
    public static string Said(IReadOnlyList<string> lines)
    {
        var line = lines.LastOrDefault(static each => each.StartsWith(Prefix, StringComparison.Ordinal)) ?? lines[^1];
        var said = line.StartsWith(Prefix, StringComparison.Ordinal) ? line[Prefix.Length..] : line;
        return said.Length > 0 ? said : "sbatch failed and did not say why";
    }

    public static SubmitOutcome Of(string said) =>
        Has(Lost, said) ? SubmitOutcome.Unknown : Has(Passing, said) ? SubmitOutcome.Later : SubmitOutcome.Refused;

    private static bool Has(string[] words, string said) =>
        Array.Exists(words, word => said.Contains(word, StringComparison.OrdinalIgnoreCase));
}
