using Dxflow.Runtimes.Batch;

namespace Dxflow.Runtimes.GridEngine;

/// <summary>What it means when <c>qsub</c> fails: an answer that got lost says nothing, a limit and a master that is away pass.</summary>
internal static class GridEngineRefusals
{
    /// <summary>"Not now": what it exits with at its limits.</summary>
    private const int AgainCode = 25;

    private static readonly string[] Prefixes = ["Unable to run job: ", "job rejected: ", "error: "];

    /// <summary>The request may have arrived.</summary>
    private static readonly string[] Lost = ["failed receiving gdi request", "timeout", "timed out"];

    private static readonly string[] Passing =
    [
        "unable to contact qmaster", "unable to send message to qmaster", "got select error", "got send error", "can't find connection",
        "jobs are allowed", "would exceed", "limit reached",
    ];

    /// <summary>The first complaint that tells what was wrong, without what stands before all of them.</summary>
    public static string Said(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(static line => line != "Exiting.").ToList();
        var said = lines.Find(static line => line.StartsWith(Prefixes[0], StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? "";
        foreach (var prefix in Prefixes)
        {
            said = said.StartsWith(prefix, StringComparison.Ordinal) ? said[prefix.Length..] : said;
        }

        return said.Length > 0 ? said : "qsub failed and did not say why";
    }

    public static SubmitOutcome Of(int code, string said) =>
        Has(Lost, said) ? SubmitOutcome.Unknown : code == AgainCode || Has(Passing, said) ? SubmitOutcome.Later : SubmitOutcome.Refused;

    private static bool Has(string[] words, string said) =>
        Array.Exists(words, word => said.Contains(word, StringComparison.OrdinalIgnoreCase));
}
