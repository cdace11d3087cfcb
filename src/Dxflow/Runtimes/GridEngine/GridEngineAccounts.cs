using System.Globalization;
using Dxflow.Foundation.Processes;
using Dxflow.Runtimes.Batch;

namespace Dxflow.Runtimes.GridEngine;

/// <summary>
/// What <c>qacct</c> tells of a job that is over: <c>failed</c> is a number and its meaning, 0 where the script came to its end. It has no
/// word for who has killed a job: memory and time are told by what was used, and what is left was somebody's <c>qdel</c>.
/// </summary>
internal static class GridEngineAccounts
{
    private const int Killed = 100;
    private const int Limited = 37;
    private const int BeforeMax = 36;

    /// <summary>The numbers of jobs begin anew some day, and the last entry is the latest; our names have the mark.</summary>
    public static JobView? Read(string job, string mark, ProgramEnd end)
    {
        if (end.Code is null)
        {
            return null;
        }

        if (end.Code != 0)
        {
            // Without accounts on this machine nothing will ever be told.
            return end.Output.Contains("not found", StringComparison.Ordinal) ? null : new JobView("", 0, job, JobPhase.Gone);
        }

        var fields = new Dictionary<string, string>();
        foreach (var line in end.Output.Split('\n'))
        {
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank > 0)
            {
                fields[line[..blank]] = line[blank..].Trim();
            }
        }

        var isOurs = fields.GetValueOrDefault("jobname", "").Contains(mark, StringComparison.Ordinal);
        return isOurs && fields.TryGetValue("failed", out var failed)
            ? new JobView(
                "", 0, job, JobPhase.Ended, EndOf(Number(failed), fields), Said(failed, fields), fields.GetValueOrDefault("hostname"))
            : null;
    }

    private static JobEnd EndOf(long failed, Dictionary<string, string> fields) => failed switch
    {
        0 => JobEnd.Over,
        19 or (>= 22 and <= 25) => JobEnd.Displaced,
        Limited or Killed when Outgrew(fields) => JobEnd.OutOfMemory,
        Limited => JobEnd.TimeLimit,
        Killed => JobEnd.Cancelled,
        > 0 and <= BeforeMax => JobEnd.Impossible,
        _ => JobEnd.Displaced,
    };

    private static string Said(string failed, Dictionary<string, string> fields)
    {
        var code = fields.GetValueOrDefault("exit_status", "").Split(' ')[0];
        var why = failed.Replace("  ", " ", StringComparison.Ordinal).Trim();
        return why == "0" ? $"over with {code}" : code is "" or "0" ? $"failed ({why})" : $"failed ({why}), with {code}";
    }

    /// <summary>Whether more memory was used than was asked for, <c>-l h_vmem=100M -pe smp 4</c>, for each slot.</summary>
    private static bool Outgrew(Dictionary<string, string> fields)
    {
        const string Key = "h_vmem=";
        var category = fields.GetValueOrDefault("category", "");
        var at = category.IndexOf(Key, StringComparison.Ordinal);
        if (at < 0)
        {
            return false;
        }

        var asked = Size(category[(at + Key.Length)..].Split(',', ' ')[0]);
        var slots = Math.Max(1, Number(fields.GetValueOrDefault("slots", "1")));
        return asked > 0 && Size(fields.GetValueOrDefault("maxvmem", "")) >= asked * slots;
    }

    /// <summary><c>100M</c>, <c>1.77MB</c>, <c>3686400.000</c>.</summary>
    private static double Size(string text)
    {
        var digits = text.TakeWhile(static letter => char.IsAsciiDigit(letter) || letter == '.').Count();
        var factor = text.Length > digits ? "KMGT".IndexOf(char.ToUpperInvariant(text[digits]), StringComparison.Ordinal) + 1 : 0;
        return double.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number * Math.Pow(1024, factor) : 0;
    }

    private static long Number(string text) =>
        long.TryParse(text.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
