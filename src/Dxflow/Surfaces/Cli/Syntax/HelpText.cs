using System.Text;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Cli.Syntax;

/// <summary>The texts of <c>--help</c>. Everything is taken from the same records that parse and call.</summary>
internal sealed class HelpText(int columns)
{
    private const int ColumnsWithoutTerminal = 100;
    private const int LeftColumnsMax = 34;
    private readonly StringBuilder _text = new();
    private readonly int _columns = columns > 0 ? columns : ColumnsWithoutTerminal;

    /// <summary>All nouns, and the commands that have none.</summary>
    public string Root(IReadOnlyList<CommandNoun> catalog)
    {
        Line("dxflow runs workflows: on this machine, in containers, on a cluster.");
        Section("usage", "dxflow COMMAND [options]");
        var root = catalog.Where(static noun => noun.Name.Length == 0).SelectMany(
            CommandDefinition.OfNoun).Where(static one => !one.Hidden);
        Entries("commands", root.Select(static one => (one.Words, one.Summary)));
        Entries("things", catalog.Where(static noun => noun.Name.Length > 0).Select(static noun => (Called(noun), noun.Summary)));
        Globals(GlobalSyntax.All);
        Line("");
        Line("dxflow THING --help says what can be done with it.");
        return _text.ToString();
    }

    /// <summary>All that a noun can do, or what can be done with one of its things.</summary>
    public string Noun(CommandNoun noun, string? thing = null)
    {
        var called = thing is null ? noun.Name : $"{noun.Name} {thing}";
        Line(noun.Summary);
        Section("usage", $"dxflow {called} COMMAND [options]");
        Entries("commands", CommandDefinition.OfNoun(noun).Where(one => !one.Hidden && (thing is null || one.Thing == thing)).Select(
            one => (thing is null ? one.Verb : one.Verb[(thing.Length + 1)..], one.Summary)));
        Line("");
        Line($"dxflow {called} COMMAND --help says more.");
        return _text.ToString();
    }

    public string Command(CommandSyntax syntax)
    {
        var definition = syntax.Definition;
        Line(definition.Summary);
        Section("usage", $"dxflow {definition.Words}{Usage(syntax)}");
        Entries("arguments", Arguments(syntax));
        Entries("options", syntax.Optionals.Select(static one => (Left(one), Right(one.Field))));
        Globals(syntax.Globals.Offered);
        if (definition.Examples.Count > 0)
        {
            Line("");
            Line("examples:");
            foreach (var example in definition.Examples)
            {
                Line("  " + example);
            }
        }

        return _text.ToString();
    }

    private static string Called(CommandNoun noun) => noun.Aliases is { Count: > 0 } aliases
        ? $"{noun.Name} ({string.Join(", ", aliases)})"
        : noun.Name;

    private static string Usage(CommandSyntax syntax)
    {
        var usage = new StringBuilder();
        foreach (var one in syntax.Positionals)
        {
            var name = Metavariable(syntax, one) + (one.Many ? "…" : "");
            usage.Append(one.Required ? $" {name}" : $" [{name}]");
        }

        usage.Append(syntax.LocalFile is null ? "" : syntax.LocalFileRequired ? " FILE" : " [FILE]");
        foreach (var one in syntax.Optionals.Where(static one => one.Required))
        {
            usage.Append(' ').Append(one.Option.Name).Append(' ').Append(Value(one.Field));
        }

        usage.Append(" [options]");
        return usage.Append(syntax.Rest is { } rest ? $" [-- {Words.Upper(rest.Name)}…]" : "").ToString();
    }

    private static string Metavariable(CommandSyntax syntax, Positional one) =>
        Name(one) + (syntax.Suffix is { } suffix && one == syntax.Positionals[0] ? $"[/{Words.Upper(suffix.Name)}]" : "");

    private static string Name(Positional one) => one.Field.Marks.Files ? "FILE" : Words.Upper(one.Field.Name);

    private static IEnumerable<(string, string)> Arguments(CommandSyntax syntax)
    {
        foreach (var one in syntax.Positionals)
        {
            yield return (Name(one), Right(one.Field));
        }

        foreach (var field in new[] { syntax.Suffix, syntax.Rest }.OfType<Field>())
        {
            yield return (Words.Upper(field.Name), Right(field));
        }

        if (syntax.LocalFile is not null)
        {
            yield return (
                "FILE", syntax.LocalFileRequired ? "The file to send; - is standard input." : "The file to write; - is standard output.");
        }
    }

    private static string Left(Optional one)
    {
        var letter = one.Field.Marks.Short is { } given ? $"-{given}, " : "    ";
        return one.Negative is not null
            ? $"{letter}--[no-]{one.Option.Name[2..]}"
            : $"{letter}{one.Option.Name} {Value(one.Field)}";
    }

    private static string Right(Field field)
    {
        var text = new StringBuilder(field.Description ?? "");
        if (field.Marks.Files)
        {
            text.Append(" Each also as -f FILE, the later merged over the earlier; - is standard input; ")
                .Append("none: the compose.yaml that lies here.");
        }
        else if (field.Marks.FromFile)
        {
            text.Append(" A file; - is standard input.");
        }
        else if (field.Type.Kind == FieldKind.Choice && field.Marks.Argument | field.Required)
        {
            text.Append(" One of ").AppendJoin(", ", field.Type.Choices).Append('.');
        }

        if (field.Type.Kind is FieldKind.List or FieldKind.Map && !field.Required && !field.Marks.Argument && !field.Marks.Rest)
        {
            text.Append(" May be repeated.");
        }

        var given = DefaultText.Of(field);
        return text.Append(given is null ? "" : $" (default {given})").ToString().Trim();
    }

    private static string Value(Field field) => (field.Type.Kind, field.Marks.FromFile) switch
    {
        (_, true) => "FILE",
        (FieldKind.Choice, _) => string.Join('|', field.Type.Choices),
        (FieldKind.Integer, _) => "N",
        (FieldKind.Number, _) => "NUMBER",
        (FieldKind.Instant, _) => "INSTANT|AGO",
        (FieldKind.Duration, _) => "DURATION",
        (FieldKind.Map, _) => "KEY=VALUE",
        (FieldKind.Record or FieldKind.Free, _) => "JSON",
        _ => "TEXT",
    };

    private void Globals(IEnumerable<GlobalOption> offered) => Entries("options of every command", offered.Select(static one => (
        (one.Letter is { } letter ? $"-{letter}, " : "    ") + one.Name + (one.Value is null ? "" : " " + one.Value), one.Description)));

    private void Section(string title, string line)
    {
        Line("");
        Line($"{title}: {line}");
    }

    private void Entries(string title, IEnumerable<(string Left, string Right)> entries)
    {
        (string Left, string Right)[] all = [.. entries];
        if (all.Length == 0)
        {
            return;
        }

        Line("");
        Line(title + ":");
        var left = Math.Min(all.Max(static one => one.Left.Length), LeftColumnsMax);
        foreach (var one in all)
        {
            Entry(one.Left, one.Right, left);
        }
    }

    /// <summary>The description begins on a line of its own if what it describes is too long for the column.</summary>
    private void Entry(string left, string right, int width)
    {
        var line = "  " + left.PadRight(width) + "  ";
        if (left.Length > width)
        {
            Line("  " + left);
            line = new string(' ', width + 4);
        }

        foreach (var word in right.Split(' '))
        {
            if (line.Length + word.Length > _columns && line.TrimStart().Length > 0 && line.Length > width + 4)
            {
                Line(line.TrimEnd());
                line = new string(' ', width + 4);
            }

            line += word + " ";
        }

        Line(line.TrimEnd());
    }

    private void Line(string line) => _text.Append(line).Append('\n');
}
