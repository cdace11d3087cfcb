using System.Text.RegularExpressions;
using Dxflow.Operations;

namespace Dxflow.Runtimes.Containers.Images;

/// <summary>
/// The images that a Dockerfile takes from: <c>FROM</c>, <c>COPY --from</c>, <c>RUN --mount=…,from=…</c>. For Podman's builder a name may
/// begin with a transport (<c>dir:</c>, <c>oci-archive:</c>, …), and then it is a path of the builder's machine, or the storage of
/// somebody else. This finds such names before the builder does, also where variables make them; what cannot be followed is refused.
/// </summary>
internal static partial class BaseImages
{
    /// <summary>Values that one name may come to have, over all values of its variables.</summary>
    private const int ValuesMax = 256;
    private const int DepthMax = 8;

    private static readonly string[] Transports =
    [
        "dir", "oci", "oci-archive", "docker-archive", "docker-daemon", "containers-storage", "ostree", "sif", "tarball", "atomic",
    ];

    /// <exception cref="Fault">It takes from a path of the machine, or nobody can say what it takes from.</exception>
    public static void Check(string dockerfile, IReadOnlyDictionary<string, string>? arguments)
    {
        // Which character continues a line, and whether the next one's blanks count, is not asked: each way must be harmless.
        foreach (var lines in from escape in "\\`" from trims in (bool[])[false, true] select Joined(dockerfile, escape, trims))
        {
            Check(lines, Variables(lines, arguments ?? new Dictionary<string, string>()));
        }
    }

    private static void Check(List<string> lines, Dictionary<string, List<string>> variables)
    {
        foreach (var name in lines.SelectMany(Names))
        {
            if (Values(name, variables, 0) is not { } values)
            {
                throw Refused($"takes from `{name}`, and nobody can say beforehand what that is");
            }

            if (values.FirstOrDefault(IsElsewhere) is { } found)
            {
                throw Refused($"takes from `{found}`, which is no image of a registry but something on the machine");
            }
        }
    }

    private static Fault Refused(string why) => new(
        FaultKind.Forbidden, $"the Dockerfile {why}", "name an image, as in FROM registry.example/app:1; PLATFORM opens the rest");

    private static bool IsElsewhere(string name) =>
        name.IndexOf(':') is > 0 and var colon && Transports.Contains(name[..colon], StringComparer.OrdinalIgnoreCase);

    /// <summary>Lines as a builder reads them: what is continued is one, comments are none. Quotes and escapes hide nothing.</summary>
    private static List<string> Joined(string dockerfile, char escape, bool trims)
    {
        var (lines, open) = (new List<string>(), "");
        foreach (var line in dockerfile.Split('\n'))
        {
            var text = line.Trim() is [] or ['#', ..] ? "" : open.Length > 0 && trims ? line.Trim() : line.TrimEnd();
            if (text.Length == 0)
            {
                continue;
            }

            if (text.EndsWith(escape))
            {
                open += text[..^1];
                continue;
            }

            lines.Add(Plain(open + text));
            open = "";
        }

        lines.Add(Plain(open));
        return lines;
    }

    private static string Plain(string line) => string.Concat(line.Where(static letter => letter is not ('"' or '\'' or '\\' or '`')));

    private static IEnumerable<string> Names(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SkipWhile(
            static word => word.Equals("ONBUILD", StringComparison.OrdinalIgnoreCase)).ToList();
        if (words.Count == 0)
        {
            yield break;
        }

        var flags = words.Skip(1).TakeWhile(static word => word.StartsWith("--", StringComparison.Ordinal)).ToList();
        if (words[0].Equals("FROM", StringComparison.OrdinalIgnoreCase) && words.Count > flags.Count + 1)
        {
            yield return words[flags.Count + 1];
        }

        foreach (var from in flags.SelectMany(static flag => From().Matches(flag)))
        {
            yield return from.Groups[1].Value;
        }
    }

    /// <summary>Every value that is written for a name anywhere: which one holds where need not be known.</summary>
    private static Dictionary<string, List<string>> Variables(List<string> lines, IReadOnlyDictionary<string, string> arguments)
    {
        var variables = arguments.ToDictionary(
            static pair => pair.Key, static pair => new List<string> { pair.Value }, StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (Setting().Match(line) is not { Success: true } setting)
            {
                continue;
            }

            var pairs = Pair().Matches(setting.Groups[1].Value).Concat(OldPair().Matches(setting.Groups[1].Value));
            foreach (var pair in pairs)
            {
                if (!variables.TryGetValue(pair.Groups[1].Value, out var values))
                {
                    variables[pair.Groups[1].Value] = values = [];
                }

                values.Add(pair.Groups[2].Value);
            }
        }

        return variables;
    }

    /// <summary>What a text may come to be; null: that cannot be told.</summary>
    private static List<string>? Values(string text, IReadOnlyDictionary<string, List<string>> variables, int depth)
    {
        if (!text.Contains('$'))
        {
            return [text];
        }

        var found = Variable().Match(text);
        if (!found.Success || depth == DepthMax)
        {
            return null;
        }

        var name = found.Groups["plain"].Success ? found.Groups["plain"].Value : found.Groups["name"].Value;
        List<string> parts = ["", .. variables.GetValueOrDefault(name) ?? []];
        if (found.Groups["word"].Success)
        {
            parts.Add(found.Groups["word"].Value);
        }

        var all = new List<string>();
        foreach (var part in parts.Distinct(StringComparer.Ordinal))
        {
            if (Values(text[..found.Index] + part + text[(found.Index + found.Length)..], variables, depth + 1) is not { } values
                || all.Count + values.Count > ValuesMax)
            {
                return null;
            }

            all.AddRange(values);
        }

        return all;
    }

    [GeneratedRegex(@"(?:\A--|[=,])from=([^,]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex From();

    [GeneratedRegex(@"\A\s*(?:ONBUILD\s+)*(?:ARG|ENV)\s+(.*)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Setting();

    [GeneratedRegex(@"([A-Za-z_][A-Za-z0-9_]*)=(\S*)", RegexOptions.CultureInvariant)]
    private static partial Regex Pair();

    /// <summary>The old form of ENV: a name, and the rest is its value.</summary>
    [GeneratedRegex(@"\A([A-Za-z_][A-Za-z0-9_]*)\s+(\S.*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex OldPair();

    [GeneratedRegex(
        @"\$(?:(?<plain>[A-Za-z_][A-Za-z0-9_]*)|\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::?[-+](?<word>[^{}$]*))?\})",
        RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
