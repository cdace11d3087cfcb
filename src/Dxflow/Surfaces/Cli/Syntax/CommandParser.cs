using System.CommandLine;
using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Cli.Syntax;

/// <summary>
/// What a command line says: the options for every command, the request as JSON, and the file of a transfer; or that help is wanted, and
/// about which <see cref="Files"/>.
/// </summary>
internal sealed record ParsedCommand(
    GlobalOptions Globals, JsonElement Request, string? LocalFile, bool HelpWanted, IReadOnlyList<string>? Files = null);

/// <summary>Reads one command line against its syntax. All that is wrong is said at once; nothing is read from disk before.</summary>
internal sealed class CommandParser(CommandSyntax syntax, TimeProvider time, Func<string, string, string> readFile)
{
    /// <summary>No response files, no bundling, no directives: a word means itself.</summary>
    private static readonly ParserConfiguration Plain = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    public ParsedCommand Parse(IReadOnlyList<string> words)
    {
        var dashes = Enumerable.Range(0, words.Count).FirstOrDefault(i => words[i] == "--", -1);
        var rest = syntax.Rest is not null && dashes >= 0 ? words.Skip(dashes + 1).ToArray() : null;
        words = [.. FilesOf(rest is null ? words : [.. words.Take(dashes)]).SelectMany(Apart)];
        var parsed = syntax.Parse(words, Plain);
        if (syntax.Globals.HelpWanted(parsed))
        {
            var files = syntax.TakesFiles ? Tokens(parsed.GetResult(syntax.Positionals[^1].Argument)).ToList() : null;
            return new ParsedCommand(new GlobalOptions(), default, null, true, files);
        }

        var problems = Problems(parsed, words).ToList();
        if (problems.Count > 0)
        {
            throw new Fault(new FaultInfo(
                FaultKind.Invalid,
                problems[0].Message,
                problems[0].Fix ?? $"See dxflow {syntax.Definition.Words} --help.",
                problems.Count > 1 ? problems : null));
        }

        var file = syntax.LocalFile is null ? null : Tokens(parsed.GetResult(syntax.LocalFile)).FirstOrDefault();
        return new ParsedCommand(syntax.Globals.Read(parsed), Request(parsed, rest), file, false);
    }

    /// <summary><c>-f FILE</c>, as Compose has it, is FILE.</summary>
    private IEnumerable<string> FilesOf(IReadOnlyList<string> words)
    {
        const string Long = "--file";
        return !syntax.TakesFiles ? words : words
            .Where((word, i) => word is not ("-f" or Long) || i + 1 == words.Count)
            .Select(static word => word.StartsWith(Long + '=', StringComparison.Ordinal) ? word[(Long.Length + 1)..] : word);
    }

    /// <summary><c>-it</c> is <c>-i -t</c>, where both are flags; any other word means itself.</summary>
    private IEnumerable<string> Apart(string word) =>
        word.Length > 2 && word[0] == '-' && word[1..].All(letter => syntax.Optionals.Any(
            one => one.Field.Type.Kind == FieldKind.Flag && one.Option.Aliases.Contains($"-{letter}")))
                ? word[1..].Select(static letter => $"-{letter}")
                : [word];

    /// <summary>A flag has no value of its own, and an option that may stand bare means something then.</summary>
    private static string[] Values(Field field, System.CommandLine.Parsing.SymbolResult given)
    {
        string[] values = field.Type.Kind == FieldKind.Flag ? ["true"] : [.. Tokens(given)];
        return values.Length == 0 && field.Marks.Bare is { } bare ? [bare] : values;
    }

    private IEnumerable<Problem> Problems(ParseResult parsed, IReadOnlyList<string> words)
    {
        var unknown = UnknownOptions.In(words, syntax.Command).ToList();
        foreach (var problem in unknown)
        {
            yield return problem;
        }

        foreach (var token in parsed.UnmatchedTokens.Where(static token => !token.StartsWith('-')))
        {
            yield return new Problem($"There is no place for '{token}'.");
        }

        foreach (var error in parsed.Errors.Where(error => !parsed.UnmatchedTokens.Any(token => error.Message.Contains($"'{token}'"))))
        {
            yield return new Problem(error.Message);
        }

        foreach (var positional in syntax.Positionals.Where(static one => one.Required))
        {
            if (!Tokens(parsed.GetResult(positional.Argument)).Any())
            {
                yield return new Problem($"{Words.Upper(positional.Field.Name)} is missing.");
            }
        }

        if (syntax.LocalFileRequired && !Tokens(parsed.GetResult(syntax.LocalFile!)).Any())
        {
            yield return new Problem("FILE is missing.", "Name the file to send; - is standard input.");
        }

        foreach (var optional in syntax.Optionals)
        {
            var positive = Given.Option(parsed, optional.Option) is not null;
            var negative = optional.Negative is not null && Given.Option(parsed, optional.Negative) is not null;
            if (positive && negative)
            {
                yield return new Problem(
                    $"{optional.Option.Name} and {optional.Negative!.Name} contradict each other.", "Give one of them.");
            }
            else if (optional.Required && !positive && !negative)
            {
                yield return new Problem($"{optional.Option.Name} is missing.");
            }
        }
    }

    private JsonElement Request(ParseResult parsed, string[]? rest)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var positional in syntax.Positionals)
            {
                string[] values = [.. Tokens(parsed.GetResult(positional.Argument))];
                if (values.Length > 0)
                {
                    Write(writer, positional.Field, positional == syntax.Positionals[0] ? CutSuffix(writer, values) : values);
                }
            }

            foreach (var optional in syntax.Optionals)
            {
                if (optional.Negative is not null && Given.Option(parsed, optional.Negative) is not null)
                {
                    writer.WriteBoolean(optional.Field.Name, false);
                }
                else if (Given.Option(parsed, optional.Option) is { } given)
                {
                    Write(writer, optional.Field, Values(optional.Field, given));
                }
            }

            if (rest is not null)
            {
                TextValues.Write(writer, syntax.Rest!, rest);
            }

            writer.WriteEndObject();
        }

        using var whole = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        return whole.RootElement.Clone();
    }

    /// <summary><c>NAME/RUN</c>: what follows the slash is a property of its own.</summary>
    private string[] CutSuffix(Utf8JsonWriter writer, string[] values)
    {
        var slash = syntax.Suffix is null ? -1 : values[0].IndexOf('/');
        if (slash <= 0 || IsPath(values[0], slash))
        {
            return values;
        }

        TextValues.Write(writer, syntax.Suffix!, [values[0][(slash + 1)..]]);
        return [values[0][..slash]];
    }

    /// <summary>Where a file may stand in the place of a name: neither a name begins with a dot, nor has a number one.</summary>
    private static bool IsPath(string text, int slash) => text[0] == '.' || text.IndexOf('.', slash) > 0;

    private void Write(Utf8JsonWriter writer, Field field, string[] values)
    {
        if (field.Marks.Files)
        {
            writer.WriteStartArray(field.Name);
            Array.ForEach(values, writer.WriteStringValue);
            writer.WriteEndArray();
            return;
        }

        TextValues.Write(writer, field, [.. values.Select(value => Local(field, value))]);
    }

    /// <summary>What only the client can know: the content of its files, and how long ago "10m" is.</summary>
    private string Local(Field field, string value)
    {
        if (field.Marks.FromFile)
        {
            return field.Marks.Secret ? Secret(field, value) : readFile(field.Name, value);
        }

        return field.Type.Kind == FieldKind.Instant && Foundation.Values.Durations.TryParse(value, out var ago, out _)
            ? (time.GetUtcNow() - ago).ToString("O", System.Globalization.CultureInfo.InvariantCulture)
            : value;
    }

    /// <summary>Who gave the secret itself instead of a file does not read it again in a message.</summary>
    private string Secret(Field field, string path)
    {
        try
        {
            return readFile(field.Name, path);
        }
        catch (Fault unread) when (unread.Info.Code == FaultKind.Invalid)
        {
            throw Fault.Invalid(
                $"{field.Name}: the file that was named cannot be read.", "Name a file that holds it, or - for standard input.");
        }
    }

    private static IEnumerable<string> Tokens(System.CommandLine.Parsing.SymbolResult? result) =>
        result?.Tokens.Select(static token => token.Value) ?? [];
}
