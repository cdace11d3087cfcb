using System.Collections.Frozen;

namespace Dxflow.Operations;

/// <summary>
/// The catalog as a surface reads it: every operation, by name and by noun. A set with two operations of one name, or of one route,
/// is a mistake of ours and cannot be made.
/// </summary>
internal sealed class OperationSet
{
    private readonly FrozenDictionary<string, Operation> _byName;

    public OperationSet(IEnumerable<Operation> operations)
    {
        All = [.. operations];
        Refuse(All, static operation => operation.Name, "name");
        Refuse(All, static operation => Skeleton(operation), "route");
        _byName = All.ToFrozenDictionary(static operation => operation.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<Operation> All { get; }

    public Operation? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>What a noun can do, in the order of the catalog.</summary>
    public IEnumerable<Operation> OfNoun(string noun) => All.Where(operation => operation.Noun == noun);

    /// <summary>Two routes that differ only in the names of their parameters answer the same requests.</summary>
    private static string Skeleton(Operation operation) =>
        operation.Method + " " + string.Join('/', operation.Path.Split('/').Select(static part => part.StartsWith('{') ? "{}" : part));

    private static void Refuse(IReadOnlyList<Operation> operations, Func<Operation, string> key, string what)
    {
        var twice = operations.GroupBy(key).FirstOrDefault(static group => group.Count() > 1);
        if (twice is not null)
        {
            throw new ArgumentException(
                $"Two operations have the same {what} '{twice.Key}': {string.Join(", ", twice.Select(o => o.Name))}.");
        }
    }
}
