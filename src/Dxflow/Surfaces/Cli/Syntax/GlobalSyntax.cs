using System.CommandLine;
using Dxflow.Foundation.Values;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Cli.Syntax;

/// <summary>One option that every command has: its text in help, and how it changes <see cref="GlobalOptions"/>.</summary>
internal sealed record GlobalOption(
    string Name, char? Letter, string? Value, string Description, Func<GlobalOptions, string, GlobalOptions> Set);

/// <summary>The options that every command has. Where a command has one of the same name or letter, the command's own wins.</summary>
internal sealed class GlobalSyntax
{
    public static readonly IReadOnlyList<GlobalOption> All =
    [
        new("--output", 'o', "table|wide|json|yaml|name", "How the answer is written.",
            static (options, text) => options with { Output = FormOf(text) }),
        new("--quiet", 'q', null, "Say nothing but the answer.", static (options, _) => options with { Quiet = true }),
        new(
            "--engine", null, "NAME|URL", "The engine to talk to, or the profile of it.",
            static (options, text) => options with { Engine = text }),
        new("--profile", null, "NAME", "The profile to use.", static (options, text) => options with { Profile = text }),
        new("--home", null, "DIR", "The engine's home, instead of DXFLOW_HOME or ~/.dxflow.",
            static (options, text) => options with { Home = text }),
        new("--yes", null, null, "Answer questions with yes.", static (options, _) => options with { Yes = true }),
        new("--timeout", null, "DURATION", "Give up after this long.",
            static (options, text) => options with { Timeout = TimeoutOf(text) }),
        new("--help", 'h', null, "Show this help.", static (options, _) => options),
    ];

    private readonly List<(GlobalOption Global, Option Option)> _options = [];

    public GlobalSyntax(Command command, IReadOnlyCollection<string> taken)
    {
        foreach (var global in All.Where(global => !taken.Contains(global.Name)))
        {
            string[] aliases = global.Letter is { } letter && !taken.Contains("-" + letter) ? ["-" + letter] : [];
            Option option = global.Value is null
                ? new Option<bool>(global.Name, aliases) { Arity = ArgumentArity.Zero }
                : new Option<string>(global.Name, aliases) { Arity = ArgumentArity.ExactlyOne };
            _options.Add((global, option));
            command.Add(option);
        }
    }

    public IEnumerable<GlobalOption> Offered => _options.Select(static one => one.Global);

    public bool HelpWanted(ParseResult parsed) =>
        _options.Any(one => one.Global.Name == "--help" && Given.Option(parsed, one.Option) is not null);

    public GlobalOptions Read(ParseResult parsed) => _options.Aggregate(
        new GlobalOptions(),
        (options, one) => Given.Option(parsed, one.Option) is { } given
            ? one.Global.Set(options, given.Tokens is [var token, ..] ? token.Value : "")
            : options);

    private static OutputForm FormOf(string text) =>
        Enum.TryParse<OutputForm>(text, ignoreCase: true, out var form) && char.IsLetter(text[0])
            ? form
            : throw Fault.Invalid($"--output must be one of table, wide, json, yaml, name, not '{text}'.");

    private static TimeSpan TimeoutOf(string text) =>
        Durations.TryParse(text, out var timeout, out var error) && timeout > TimeSpan.Zero
            ? timeout
            : throw Fault.Invalid($"--timeout must be a duration such as 30s, not '{text}'.", error);
}
