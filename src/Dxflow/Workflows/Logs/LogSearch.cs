using System.Text.RegularExpressions;
using Dxflow.Foundation.Values;
using Dxflow.Operations;
using Dxflow.Runtimes.Logs;
using Dxflow.Workflows.Planning.Stored;

namespace Dxflow.Workflows.Logs;

/// <summary>
/// Looks for a text or a pattern in lines as they are shown: masked, without colours. Patterns never backtrack, so that the time they take
/// grows with the line and nothing else; how long they may be, and how long one line may take, is bounded.
/// </summary>
internal sealed class LogSearch
{
    public const int PatternCharactersMax = 1_000;

    private static readonly TimeSpan LineMax = TimeSpan.FromSeconds(1);

    private readonly string? _text;
    private readonly Regex? _pattern;
    private readonly StringComparison _comparison;

    private LogSearch(string? text, Regex? pattern, bool ignoreCase)
    {
        (_text, _pattern) = (text, pattern);
        _comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
    }

    /// <summary>Null if nothing is looked for.</summary>
    public static LogSearch? Of(ReadLogs request)
    {
        if (request is { Search: not null, Regex: not null })
        {
            throw Fault.Invalid("search and regex are both given", "a pattern can hold the text");
        }

        var wanted = request.Search ?? request.Regex;
        if (wanted is null)
        {
            return null;
        }

        if (wanted.Length is 0 or > PatternCharactersMax)
        {
            throw Fault.Invalid($"what is searched for has {wanted.Length} characters, and must have 1 to {PatternCharactersMax}");
        }

        var pattern = request.Regex is null ? null : Compiled(request.Regex, request.IgnoreCase);
        return new LogSearch(request.Search, pattern, request.IgnoreCase);
    }

    /// <summary>For the lines of a run with these secrets.</summary>
    public LogFilter With(SecretMask mask) =>
        new((line, isCut) => Matches(Shown(line, isCut, mask)), _comparison == StringComparison.Ordinal ? _text : null);

    private static string Shown(string line, bool isCut, SecretMask mask)
    {
        // Without its colours a line may hold a secret that they had torn apart.
        var masked = isCut ? mask.OfCut(line) : mask.Of(line);
        var plain = VisibleText.Line(masked, colour: false);
        return ReferenceEquals(plain, masked) ? masked : mask.Of(plain);
    }

    private bool Matches(string line)
    {
        try
        {
            return _pattern?.IsMatch(line) ?? line.Contains(_text!, _comparison);
        }
        catch (RegexMatchTimeoutException)
        {
            throw Fault.Invalid($"the regular expression takes more than {LineMax.TotalSeconds} s for one line", "make it simpler");
        }
    }

    private static Regex Compiled(string pattern, bool ignoreCase)
    {
        try
        {
            return new Regex(
                pattern,
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None),
                LineMax);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw Fault.Invalid(
                $"the regular expression cannot be used: {wrong.Message}",
                "it has no back references, no look-around and no atomic groups; --search looks for text as it is");
        }
    }
}
