using System.CommandLine;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Cli.Syntax;

/// <summary>A field that is a positional argument.</summary>
internal sealed record Positional(Field Field, Argument Argument, bool Required, bool Many);

/// <summary>A field that is an option; a flag has a second, <c>--no-…</c>.</summary>
internal sealed record Optional(Field Field, Option Option, Option? Negative, bool Required);

/// <summary>
/// The command line of one command, derived from its request's contract: required properties are arguments in the order of
/// declaration, defaulted ones options, and four attributes say the rest. Everything is text here; the engine converts.
/// </summary>
internal sealed class CommandSyntax
{
    /// <summary>The parser takes a first word in brackets for a directive of its own; with this word in front, none is first.</summary>
    private const string Inner = "-";

    private readonly Command _root;

    public CommandSyntax(CommandDefinition definition)
    {
        Definition = definition;
        _root = new Command("dxflow");
        Command = new Command(Inner);
        _root.Add(Command);
        var fields = definition.Contract.Fields;
        Rest = fields.FirstOrDefault(static field => field.Marks.Rest);
        Suffix = fields.FirstOrDefault(static field => field.Marks.Suffix);
        foreach (var field in fields.Where(field => field != Rest && field != Suffix))
        {
            if (IsPositional(field))
            {
                Add(field);
            }
            else
            {
                AddOption(field);
            }
        }

        if (definition.Operation is { Shape: Shape.Upload or Shape.Download } bytes)
        {
            LocalFile = new Argument<string>("file") { Arity = ArgumentArity.ZeroOrOne };
            LocalFileRequired = bytes.Shape == Shape.Upload;
            Command.Add(LocalFile);
        }

        Refuse();
        Globals = new GlobalSyntax(Command, [.. Optionals.SelectMany(static one => one.Option.Aliases.Append(one.Option.Name))]);
    }

    public CommandDefinition Definition { get; }

    public Command Command { get; }

    public List<Positional> Positionals { get; } = [];

    public List<Optional> Optionals { get; } = [];

    /// <summary>Takes what follows <c>--</c>.</summary>
    public Field? Rest { get; }

    /// <summary>Takes what follows a slash in the first argument.</summary>
    public Field? Suffix { get; }

    /// <summary>Whether <c>-f FILE</c> stands for one more argument.</summary>
    public bool TakesFiles => Positionals is [.., { Field.Marks.Files: true }];

    /// <summary>The local file of an upload or a download.</summary>
    public Argument? LocalFile { get; }

    public bool LocalFileRequired { get; }

    public GlobalSyntax Globals { get; }

    /// <summary>What no command line could tell apart is a mistake of the catalog.</summary>
    private void Refuse()
    {
        if (Positionals.SkipLast(LocalFile is null ? 1 : 0).FirstOrDefault(static one => one.Many) is { } greedy)
        {
            throw new ArgumentException(
                $"dxflow {Definition.Words}: {greedy.Field.Name} takes all that follows; it must be the last argument.");
        }

        if (Positionals.SkipWhile(static one => one.Required).FirstOrDefault(static one => one.Required) is { } late)
        {
            throw new ArgumentException($"dxflow {Definition.Words}: {late.Field.Name} is required behind an argument that is not.");
        }

        var names = Optionals.SelectMany(
            static one => one.Option.Aliases.Append(one.Option.Name).Append(one.Negative?.Name)).OfType<string>();
        if (names.GroupBy(static name => name).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"dxflow {Definition.Words}: {twice.Key} has two meanings.");
        }
    }

    public ParseResult Parse(IEnumerable<string> words, ParserConfiguration configuration) => _root.Parse([Inner, .. words], configuration);

    private static bool IsPositional(Field field) =>
        field.Marks.Argument || field.Marks.Files || (field.Required && field.Type.Kind is not (FieldKind.Flag or FieldKind.Map));

    private void Add(Field field)
    {
        var many = field.Type.Kind == FieldKind.List || field.Marks.Files;
        Argument argument = many
            ? new Argument<string[]>(field.Name) { Arity = ArgumentArity.ZeroOrMore }
            : new Argument<string>(field.Name) { Arity = ArgumentArity.ZeroOrOne };
        Positionals.Add(new Positional(field, argument, field.Required && !field.Marks.Files, many));
        Command.Add(argument);
    }

    private void AddOption(Field field)
    {
        var name = "--" + Words.Kebab(field.Name);
        string[] aliases = field.Marks.Short is { } letter ? ["-" + letter] : [];
        var flag = field.Type.Kind == FieldKind.Flag;
        var many = field.Type.Kind is FieldKind.List or FieldKind.Map;
        Option option = (flag, many) switch
        {
            (true, _) => new Option<bool>(name, aliases) { Arity = ArgumentArity.Zero },
            (_, true) => new Option<string[]>(name, aliases) { Arity = ArgumentArity.OneOrMore },
            _ => new Option<string>(name, aliases)
            {
                Arity = field.Marks.Bare is null ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
            },
        };
        var negative = flag && !name.StartsWith("--no-", StringComparison.Ordinal)
            ? new Option<bool>("--no-" + Words.Kebab(field.Name)) { Arity = ArgumentArity.Zero }
            : null;
        Optionals.Add(new Optional(field, option, negative, field.Required));
        Command.Add(option);
        if (negative is not null)
        {
            Command.Add(negative);
        }
    }
}
