using Dxflow.Operations;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Cli.Syntax;

/// <summary>
/// Which command was typed, and the words that are left for it. Without a command, help for <see cref="Noun"/> is wanted, or for one of
/// its things (<see cref="Thing"/>, as in <c>platform image</c>).
/// </summary>
internal sealed record Located(
    CommandNoun? Noun, CommandDefinition? Definition, IReadOnlyList<string> Words, bool HelpWanted, string? Thing = null);

/// <summary>Finds noun and verb among the options that stand before and between them.</summary>
internal static class CommandLocator
{
    public static Located Locate(IReadOnlyList<CommandNoun> catalog, IReadOnlyList<string> words)
    {
        var root = catalog.FirstOrDefault(static noun => noun.Name.Length == 0);
        var help = words.TakeWhile(static word => word != "--").Any(static word => word is "-h" or "--help");
        var first = NextWord(words, 0);
        if (first < 0)
        {
            return new Located(null, null, words, help);
        }

        // Nouns first: the root's commands are made only if none has this name.
        if (catalog.FirstOrDefault(noun => noun.Name.Length > 0 && noun.IsCalled(words[first])) is not { } noun)
        {
            var atRoot = root is null ? null : CommandDefinition.OfNoun(root).FirstOrDefault(one => one.Words == words[first]);
            return atRoot is not null
                ? new Located(root, atRoot, Without(words, first), help)
                : throw Unknown(catalog, root, words[first]);
        }

        var second = NextWord(words, first + 1);
        if (second < 0)
        {
            return new Located(noun, null, words, help);
        }

        var verbs = CommandDefinition.OfNoun(noun);
        if (verbs.FirstOrDefault(one => one.Verb == words[second]) is { } definition)
        {
            return new Located(noun, definition, Without(Without(words, second), first), help);
        }

        var thing = words[second];
        if (!verbs.Any(one => one.Thing == thing))
        {
            throw UnknownVerb(noun, "", [.. verbs.Select(one => one with { Words = $"{noun.Name} {one.Thing ?? one.Verb}" })], thing);
        }

        var third = NextWord(words, second + 1);
        if (third < 0)
        {
            return new Located(noun, null, words, help, thing);
        }

        var inner = verbs.FirstOrDefault(one => one.Verb == $"{thing} {words[third]}")
            ?? throw UnknownVerb(noun, thing + " ", [.. verbs.Where(one => one.Thing == thing)], words[third]);
        return new Located(noun, inner, Without(Without(Without(words, third), second), first), help);
    }

    private static int NextWord(IReadOnlyList<string> words, int from)
    {
        for (var i = from; i < words.Count && words[i] != "--"; i++)
        {
            if (!words[i].StartsWith('-'))
            {
                return i;
            }

            if (GlobalSyntax.All.Any(global => global.Value is not null && (words[i] == global.Name || words[i] == "-" + global.Letter)))
            {
                i++;
            }
        }

        return -1;
    }

    private static IReadOnlyList<string> Without(IReadOnlyList<string> words, int at) => [.. words.Take(at), .. words.Skip(at + 1)];

    private static Fault Unknown(IReadOnlyList<CommandNoun> catalog, CommandNoun? root, string word)
    {
        var known = catalog.Where(static noun => noun.Name.Length > 0).SelectMany(static noun => (noun.Aliases ?? []).Append(noun.Name))
            .Concat(root is null ? [] : CommandDefinition.OfNoun(root).Where(static one => !one.Hidden).Select(static one => one.Words));
        var near = Nearest.To(word, known);
        return Fault.Invalid($"There is no command '{word}'.", near is null ? "See dxflow --help." : $"Did you mean dxflow {near}?");
    }

    private static Fault UnknownVerb(CommandNoun noun, string before, IReadOnlyList<CommandDefinition> verbs, string word)
    {
        var near = Nearest.To(before + word, verbs.Where(static one => !one.Hidden).Select(static one => one.Verb).Distinct());
        return Fault.Invalid(
            $"There is no command '{noun.Name} {before}{word}'.",
            near is null ? $"See dxflow {noun.Name} {before}--help." : $"Did you mean dxflow {noun.Name} {near}?");
    }
}
