using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Cli.Syntax;

namespace Dxflow.Surfaces.Cli.Completion;

/// <summary>
/// What the last word can become: commands, options, choices, names from the engine. Each candidate is a line, with its description
/// after a tab; <see cref="Files"/> asks the shell for files. The engine gets 300 ms; a failure is no candidates, never a message,
/// and an engine is never started for it.
/// </summary>
internal sealed class Completer(IReadOnlyList<CommandNoun> catalog)
{
    public const string Files = ":files";
    public static readonly TimeSpan EngineAtMost = TimeSpan.FromMilliseconds(300);

    public async Task<IReadOnlyList<string>> CompleteAsync(IReadOnlyList<string> words, ClientContext context)
    {
        var current = words.Count == 0 ? "" : words[^1];
        string[] before = [.. words.SkipLast(1)];
        try
        {
            var candidates = await CandidatesAsync(before, current, context);
            return [.. candidates.Where(one => one == Files || one.StartsWith(current, StringComparison.Ordinal))];
        }
        catch (Exception failed) when (failed is Operations.Fault or OperationCanceledException or IOException)
        {
            // Whoever pressed Tab does not want to read about it.
            return [];
        }
    }

    private async Task<IEnumerable<string>> CandidatesAsync(string[] before, string current, ClientContext context)
    {
        var located = CommandLocator.Locate(catalog, before);
        if (located.Definition is not { } definition)
        {
            if (before is [.., var word] && GlobalValue(GlobalSyntax.All, word) is { } ofGlobal)
            {
                return ofGlobal;
            }

            return (located.Noun, current.StartsWith('-')) switch
            {
                (_, true) => GlobalSyntax.All.Select(static one => Line(one.Name, one.Description)),
                (null, _) => Roots(),
                var (noun, _) => Verbs(noun, located.Thing),
            };
        }

        var syntax = new CommandSyntax(definition);
        if (located.Words.Contains("--"))
        {
            return [Files];
        }

        if (located.Words is [.., var last] && ValueOf(syntax, last) is { } values)
        {
            return values;
        }

        if (current.StartsWith('-'))
        {
            return syntax.Optionals.Select(static one => Line(one.Option.Name, one.Field.Description))
                .Concat(syntax.Globals.Offered.Select(static one => Line(one.Name, one.Description)));
        }

        var at = Positions(syntax, located.Words);
        return at < syntax.Positionals.Count
            ? await ValuesAsync(located.Noun, syntax.Positionals[at].Field, at, context)
            : syntax.LocalFile is not null ? [Files] : [];
    }

    private IEnumerable<string> Roots() => catalog.SelectMany(static noun => noun.Name.Length > 0
        ? [Line(noun.Name, noun.Summary)]
        : CommandDefinition.OfNoun(noun).Where(static one => !one.Hidden).Select(static one => Line(one.Words, one.Summary)));

    /// <summary>A noun's commands of one word and its things, or the commands of one thing.</summary>
    private static IEnumerable<string> Verbs(CommandNoun noun, string? thing)
    {
        var shown = CommandDefinition.OfNoun(noun).Where(static one => !one.Hidden);
        return thing is null
            ? shown.Select(static one => one.Thing ?? Line(one.Verb, one.Summary)).Distinct()
            : shown.Where(one => one.Thing == thing).Select(one => Line(one.Verb[(thing.Length + 1)..], one.Summary));
    }

    /// <summary>What can follow an option that wants a value; null if the word is none.</summary>
    private static IEnumerable<string>? ValueOf(CommandSyntax syntax, string word)
    {
        var optional = syntax.Optionals.FirstOrDefault(
            one => one.Negative is null && (one.Option.Name == word || one.Option.Aliases.Contains(word)));
        if (optional is not null)
        {
            return optional.Field.Marks.FromFile ? [Files] : Choices(optional.Field.Type);
        }

        return GlobalValue(syntax.Globals.Offered, word);
    }

    private static IEnumerable<string>? GlobalValue(IEnumerable<GlobalOption> offered, string word)
    {
        var global = offered.FirstOrDefault(one => one.Value is not null && (one.Name == word || "-" + one.Letter == word));
        return global?.Name switch
        {
            null => null,
            "--output" => global.Value!.Split('|'),
            "--home" => [Files],
            _ => [],
        };
    }

    private static IReadOnlyList<string> Choices(FieldType type) => type.Kind == FieldKind.List ? type.Element!.Choices : type.Choices;

    /// <summary>How many arguments are already there.</summary>
    private static int Positions(CommandSyntax syntax, IReadOnlyList<string> words)
    {
        var count = 0;
        for (var i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith('-') || words[i].Length == 1)
            {
                count++;
            }
            else if (ValueOf(syntax, words[i]) is not null)
            {
                i++;
            }
        }

        return syntax.Positionals is [.., { Many: true }] ? Math.Min(count, syntax.Positionals.Count - 1) : count;
    }

    private static async Task<IEnumerable<string>> ValuesAsync(CommandNoun? noun, Field field, int at, ClientContext context)
    {
        if (field.Marks.FromFile || field.Marks.Files)
        {
            return [Files];
        }

        if (Choices(field.Type) is { Count: > 0 } choices)
        {
            return choices;
        }

        if (at > 0 || noun?.Names is null)
        {
            return [];
        }

        var names = noun.Names(context);
        using var enough = new CancellationTokenSource();
        var first = await Task.WhenAny(names, Task.Delay(EngineAtMost, context.Time, enough.Token));
        await enough.CancelAsync();
        return first == names ? await names : [];
    }

    private static string Line(string word, string? description) => string.IsNullOrEmpty(description) ? word : word + "\t" + description;
}
