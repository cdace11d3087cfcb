using System.Text;
using System.Text.RegularExpressions;
using Dxflow.Operations;

namespace Dxflow.Runtimes.Containers.Images;

/// <summary>
/// A <c>.dockerignore</c>: which paths of a context are left out. Later lines win, <c>!</c> takes one in again, what is left out is so with
/// all below it. <c>*</c> and <c>?</c> stay within a name and match a dot, <c>**</c> is any number of directories.
/// </summary>
internal sealed class IgnoreRules
{
    private const int RulesMax = 10_000;
    private const int LineCharactersMax = 4096;

    private readonly IReadOnlyList<(Regex Pattern, bool TakesIn)> rules;

    private IgnoreRules(IReadOnlyList<(Regex Pattern, bool TakesIn)> rules) =>
        (this.rules, HasExceptions) = (rules, rules.Any(static rule => rule.TakesIn));

    public static IgnoreRules None { get; } = new([]);

    public bool HasExceptions { get; }

    /// <exception cref="Fault">A line is no pattern.</exception>
    public static IgnoreRules Parse(string text)
    {
        var rules = new List<(Regex, bool)>();
        foreach (var (index, raw) in text.TrimStart('\uFEFF').Split('\n').Index())
        {
            var line = raw.StartsWith('#') ? "" : raw.Trim();
            var takesIn = line.StartsWith('!');
            var pattern = Clean(takesIn ? line[1..].Trim() : line);
            if (pattern.Length == 0)
            {
                continue;
            }

            if (pattern.Length > LineCharactersMax || rules.Count == RulesMax)
            {
                throw Fault.Invalid($"line {index + 1} of the .dockerignore is too long, or one too many");
            }

            try
            {
                rules.Add((Compiled(pattern), takesIn));
            }
            catch (ArgumentException odd)
            {
                throw Fault.Invalid($"line {index + 1} of the .dockerignore is no pattern: {odd.Message}");
            }
        }

        return new IgnoreRules(rules);
    }

    public bool IsOut(string path)
    {
        var isOut = false;
        foreach (var (pattern, takesIn) in rules)
        {
            if (takesIn == isOut && Matches(pattern, path))
            {
                isOut = !takesIn;
            }
        }

        return isOut;
    }

    /// <summary>It, or a directory that it is in.</summary>
    private static bool Matches(Regex pattern, string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (pattern.IsMatch(path.AsSpan(0, end)))
            {
                return true;
            }
        }

        return false;
    }

    private static string Clean(string pattern)
    {
        var parts = new List<string>();
        foreach (var part in pattern.Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "." or ".."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>Without backtracking: whoever writes the file must not be able to keep the engine busy.</summary>
    private static Regex Compiled(string pattern)
    {
        var text = new StringBuilder(@"\A");
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*' when pattern.AsSpan(i).StartsWith("**/"):
                    text.Append("(.*/)?");
                    i += 2;
                    break;
                case '*' when pattern.AsSpan(i).StartsWith("**"):
                    text.Append(".*");
                    i++;
                    break;
                case '*':
                    text.Append("[^/]*");
                    break;
                case '?':
                    text.Append("[^/]");
                    break;
                case '[' when pattern.IndexOf(']', i + 1) is > 0 and var end:
                    text.Append(pattern, i, end - i + 1);
                    i = end;
                    break;
                case '\\' when i + 1 < pattern.Length:
                    text.Append(Regex.Escape(pattern[++i].ToString()));
                    break;
                default:
                    text.Append(Regex.Escape(pattern[i].ToString()));
                    break;
            }
        }

        const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline;
        return new Regex(text.Append(@"\z").ToString(), Options);
    }
}
