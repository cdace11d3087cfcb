using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Cli.Syntax;

/// <summary>One command, whichever list it comes from: what help shows, what is parsed, what is run.</summary>
internal sealed record CommandDefinition(
    string Words,
    string Summary,
    Func<JsonTypeInfo> Request,
    IReadOnlyList<string> Examples,
    Func<JsonElement, ClientContext, Task<int>>? Run,
    Operation? Operation = null,
    bool Hidden = false,
    bool Instant = false,
    Func<IReadOnlyList<string>, ClientContext, string>? About = null)
{
    /// <summary>Read for the one command that was typed; for a whole noun it would cost more than all the rest of a start.</summary>
    public Contract Contract => Contract.Of(Request());

    public static CommandDefinition Of(Operation operation, OperationView? view) => new(
        operation.Noun + " " + operation.Verb, operation.Summary, () => operation.Request, operation.Examples, view?.Run, operation);

    public static CommandDefinition Of(LocalCommand command) => new(
        command.Name.Replace('.', ' '), command.Summary, command.Request, command.Examples, command.Run, null, command.Hidden,
        About: command.About);

    public string Verb => Words[(Words.IndexOf(' ') + 1)..];

    /// <summary>The first of two words: <c>image</c> of <c>platform image list</c>.</summary>
    public string? Thing => Verb.IndexOf(' ') is > 0 and var space ? Verb[..space] : null;

    /// <summary>The verbs of a noun: its local commands and its operations, in the order of the catalog.</summary>
    public static IReadOnlyList<CommandDefinition> OfNoun(CommandNoun noun)
    {
        var views = noun.Views?.Invoke() ?? [];
        return
        [
            .. (noun.Local?.Invoke() ?? []).Select(Of),
            .. (noun.Operations?.Invoke() ?? []).Select(operation =>
                Of(operation, views.FirstOrDefault(view => view.Operation == operation.Name)) with
                {
                    Instant = noun.Instant?.Invoke(operation.Verb) ?? false,
                }),
        ];
    }
}
