using System.Globalization;
using Dxflow.Foundation.Files;
using Dxflow.Foundation.Values;
using Dxflow.Operations;

namespace Dxflow.Objects.Keeping;

/// <summary>Which files go: those that every condition that was given holds of. What is about runs is <see cref="RunOwners"/>'.</summary>
internal static class PruneRule
{
    private const int PatternLengthMax = 1024;

    /// <exception cref="Fault">It would take everything, or nothing.</exception>
    public static void Check(PruneObjects request)
    {
        var wrong = request is { Older: null, Larger: null, AfterRun: null, Meta: null or { Count: 0 } }
            ? "say which files go: --older, --larger, --after-run or --meta"
            : request.Older is { } older && older <= TimeSpan.Zero ? "older: it is more than nothing"
            : request.AfterRun is { } after && after < TimeSpan.Zero ? "afterRun: it cannot be negative"
            : request.Larger is < 0 ? "larger: it cannot be negative"
            : request.Pattern is { Length: 0 or > PatternLengthMax } ? $"pattern must have 1 to {PatternLengthMax} characters"
            : null;
        if (wrong is not null)
        {
            throw Fault.Invalid(wrong);
        }
    }

    /// <summary>Why a file goes, empty if nothing is asked for here; null if it stays.</summary>
    public static string? Why(
        PruneObjects request, string path, FileStat stat, Func<IReadOnlyDictionary<string, string>?> meta, DateTimeOffset now)
    {
        var reasons = new List<string>();
        if (request.Older is { } older)
        {
            var age = now - stat.ModifiedAt;
            if (age <= older)
            {
                return null;
            }

            reasons.Add($"{Durations.Short(age)} old");
        }

        if (request.Larger is { } larger)
        {
            if (stat.Length <= larger)
            {
                return null;
            }

            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{ByteSize.Format(stat.Length)} large"));
        }

        if (request.Pattern is { } pattern && !ObjectListing.Matches(pattern, path))
        {
            return null;
        }

        if (request.Meta is { Count: > 0 } wanted)
        {
            if (meta() is not { } noted || !wanted.All(pair => noted.TryGetValue(pair.Key, out var value) && value == pair.Value))
            {
                return null;
            }

            reasons.Add(string.Join(" and ", wanted.Select(static pair => $"{pair.Key}={pair.Value}")));
        }

        return string.Join(", ", reasons);
    }
}
