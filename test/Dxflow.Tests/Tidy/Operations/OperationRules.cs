using System.Text.RegularExpressions;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Dxflow.Surfaces.Cli;
using Dxflow.Surfaces.Grpc.Schema;

namespace Dxflow.Tests.Tidy.Operations;

/// <summary>What the catalog has to keep so that every surface can show every operation.</summary>
internal static partial class OperationRules
{
    public const int SummaryColumnsMax = 100;

    /// <summary>All that anybody may call: it is how one becomes known, and how the engine does; and what a link opens.</summary>
    private static readonly string[] Public = ["auth.challenge", "auth.verify", "engine.ca", "share.fetch"];

    /// <summary>The one change that anybody can make: whoever has a link that takes files was given it for that.</summary>
    private const string PublicChange = "share.send";

    /// <summary>Whoever is known may look at the engine itself; all else needs a permission, and every change does.</summary>
    public static IEnumerable<string> Unguarded(IEnumerable<Operation> operations) =>
        operations.Where(operation => operation.Permission == Permission.None || operation.IsPublic)
            .Where(static operation => !(operation.IsPublic && operation.Name == PublicChange))
            .Where(operation => operation.IsPublic
                ? operation.Effect == Effect.Changes || !Public.Contains(operation.Name)
                : operation.Effect == Effect.Changes || operation.Noun != "engine")
            .Select(operation => operation.IsPublic
                ? $"{operation.Name} is for anybody: only {string.Join(" and ", Public)} are, and they change nothing."
                : $"{operation.Name} needs no permission: name one.");

    public static IEnumerable<string> Unexplained(IEnumerable<Operation> operations)
    {
        var seen = new HashSet<Contract>();
        foreach (var operation in operations)
        {
            if (!Sentence().IsMatch(operation.Summary) || operation.Summary.Length > SummaryColumnsMax)
            {
                yield return $"{operation.Name}: '{operation.Summary}' is no sentence of at most {SummaryColumnsMax} columns.";
            }

            foreach (var (record, field) in Fields(operation, seen).Where(each => !Sentence().IsMatch(each.Field.Description ?? "")))
            {
                yield return $"{record}.{field.Name}: say in a sentence, in [Description], what it is.";
            }
        }
    }

    /// <summary>What the surface itself refuses to make a message of.</summary>
    public static IEnumerable<string> Uncarriable(IEnumerable<Operation> operations)
    {
        var seen = new HashSet<Contract>();
        return operations.SelectMany(operation => Fields(operation, seen))
            .Select(each => Refused(each.Field) is { } why ? $"{each.Record}.{each.Field.Name}: {why}" : null).OfType<string>();
    }

    private static string? Refused(Field field)
    {
        try
        {
            ProtoTypes.Field(field, 1, sent: true);
            return null;
        }
        catch (Exception refused) when (refused is NotSupportedException or InvalidOperationException)
        {
            return refused.Message;
        }
    }

    public static IEnumerable<string> Untested(IEnumerable<Operation> operations, IEnumerable<SourceFile> tests)
    {
        var texts = tests.Select(file => file.Text).ToList();
        return operations
            .Where(operation => !texts.Any(text => Uses(operation).IsMatch(text)))
            .Select(operation => $"{operation.Name}: no end-to-end test runs `dxflow {operation.Noun} {operation.Verb}`.");
    }

    /// <summary>A command is an operation or a local command, never both; a view is of an operation of its own noun.</summary>
    public static IEnumerable<string> Doubled(IEnumerable<CommandNoun> nouns)
    {
        foreach (var noun in nouns)
        {
            var operations = (noun.Operations?.Invoke() ?? []).Select(operation => operation.Name).ToList();
            var local = (noun.Local?.Invoke() ?? []).Select(command => command.Name).ToList();
            foreach (var twice in operations.Concat(local).GroupBy(name => name).Where(group => group.Count() > 1))
            {
                yield return $"{twice.Key} is in two lists: it is an operation or a local command.";
            }

            var prefix = noun.Name.Length > 0 ? noun.Name + "." : "";
            foreach (var name in operations.Concat(local).Where(name => !name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                yield return $"{name} stands in the list of the noun {noun.Name}.";
            }

            foreach (var view in (noun.Views?.Invoke() ?? []).Where(view => !operations.Contains(view.Operation)))
            {
                yield return $"{view.Operation} has a view in {noun.Name}, which has no such operation.";
            }
        }
    }

    private static IEnumerable<(string Record, Field Field)> Fields(Operation operation, HashSet<Contract> seen) =>
        new[] { operation.Request, operation.Response, operation.Input }.Where(type => type is not null)
            .SelectMany(type => Fields(Contract.Of(type!), seen));

    private static IEnumerable<(string Record, Field Field)> Fields(Contract contract, HashSet<Contract> seen)
    {
        if (!seen.Add(contract))
        {
            yield break;
        }

        foreach (var field in contract.Fields)
        {
            yield return (contract.Type.Type.Name, field);
            var type = field.Type;
            while (type.Element is not null)
            {
                type = type.Element;
            }

            foreach (var inner in type.Kind == FieldKind.Record ? Fields(type.Record, seen) : [])
            {
                yield return inner;
            }
        }
    }

    /// <summary>As words of a command line, <c>"workflow", "list"</c> or <c>workflow list</c>.</summary>
    private static Regex Uses(Operation operation) =>
        new(@"\b" + string.Join("""(",\s*"| )""", operation.Name.Split('.').Select(Regex.Escape)) + @"\b");

    [GeneratedRegex(@"^[A-Z][^\n]*[.?]$")]
    private static partial Regex Sentence();
}
