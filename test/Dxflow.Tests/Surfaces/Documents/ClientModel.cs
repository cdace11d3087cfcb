using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;

namespace Dxflow.Tests.Surfaces.Documents;

/// <summary>What the clients of every language are made of: the operations by noun, and each record that they take or give, once.</summary>
internal sealed class ClientModel
{
    private readonly SortedDictionary<string, Contract> _records = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);

    public ClientModel(OperationSet operations)
    {
        Nouns = [.. operations.All.GroupBy(static operation => operation.Noun).OrderBy(static noun => noun.Key, StringComparer.Ordinal)];
        foreach (var operation in operations.All)
        {
            Add(Contract.Of(operation.Request), isSent: true);
            Add(operation.Input is { } input ? Contract.Of(input) : null, isSent: true);
            Add(operation.Response is { } response ? Contract.Of(response) : null, isSent: false);
        }
    }

    public IReadOnlyList<IGrouping<string, Operation>> Nouns { get; }

    public IEnumerable<(string Name, Contract Contract)> Records => _records.Select(static record => (record.Key, record.Value));

    /// <summary>Whether clients send this record, so that what has a default may be left out.</summary>
    public bool IsSent(string name) => _sent.Contains(name);

    /// <summary>A request of which nothing has to be given.</summary>
    public static bool IsOptional(Operation operation) => Contract.Of(operation.Request).Fields.All(static field => !field.Required);

    public static string Pascal(string name) => string.Concat(
        name.Split('-', '_', ' ').Where(static part => part.Length > 0).Select(static part => char.ToUpperInvariant(part[0]) + part[1..]));

    public static string Camel(string name) => Pascal(name) is var pascal ? char.ToLowerInvariant(pascal[0]) + pascal[1..] : name;

    /// <summary>The default as JSON; null if there is none but null.</summary>
    public static string? Default(Field field) =>
        field.Default is null ? null : JsonSerializer.SerializeToElement(field.Default, field.Type.Json).GetRawText();

    public static string Sentence(Operation operation) => operation switch
    {
        { IsPublic: true } => "Anybody may.",
        { Permission: Permission.None } => "Needs a known caller.",
        _ => $"Needs {PermissionNames.Text(operation.Permission)}.",
    };

    private void Add(Contract? record, bool isSent)
    {
        if (record is null)
        {
            return;
        }

        var name = record.Type.Type.Name;
        var isNew = _records.TryAdd(name, record);
        if (isSent ? !_sent.Add(name) && !isNew : !isNew)
        {
            return;
        }

        foreach (var field in record.Fields)
        {
            Add(field.Type, isSent);
        }
    }

    private void Add(FieldType type, bool isSent)
    {
        if (type.Kind == FieldKind.Record)
        {
            Add(type.Record, isSent);
        }
        else if (type.Element is { } element)
        {
            Add(element, isSent);
        }
    }
}
