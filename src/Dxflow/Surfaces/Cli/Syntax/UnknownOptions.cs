using System.CommandLine;
using System.Globalization;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Cli.Syntax;

/// <summary>
/// Words that look like options and are none. The parser would take them for arguments where a command has room for some; a
/// mistyped option must never be swallowed.
/// </summary>
internal static class UnknownOptions
{
    public static IEnumerable<Problem> In(IReadOnlyList<string> words, Command command)
    {
        for (var i = 0; i < words.Count && words[i] != "--"; i++)
        {
            var word = words[i];
            if (!LooksLikeOne(word))
            {
                continue;
            }

            var name = word.Split('=', 2)[0];
            var option = command.Options.FirstOrDefault(one => one.Name == name || one.Aliases.Contains(name));
            if (option is null)
            {
                var near = Nearest.To(name, command.Options.Select(static one => one.Name));
                yield return new Problem(
                    $"There is no option '{name}'.",
                    near is null ? "What begins with - and is no option goes behind --." : $"Did you mean {near}?");
            }
            else if (option.Arity.MaximumNumberOfValues > 0 && !word.Contains('='))
            {
                i++;
            }
        }
    }

    private static bool LooksLikeOne(string word) =>
        word.Length > 1 && word[0] == '-' && !double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
