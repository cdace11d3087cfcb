using System.Text.Json;

namespace Dxflow.Sdk.Flows.Writing;

/// <summary>
/// A type of the document and the type of C# that stands for it: <c>string int float bool json file dir secret list&lt;T&gt;
/// map&lt;T&gt;</c>, each with <c>?</c> if it may be null.
/// </summary>
internal sealed record DocumentType(string Name, DocumentType? Element = null, bool Optional = false)
{
    private static readonly Dictionary<Type, string> Plain = new()
    {
        [typeof(string)] = "string",
        [typeof(int)] = "int",
        [typeof(long)] = "int",
        [typeof(short)] = "int",
        [typeof(byte)] = "int",
        [typeof(double)] = "float",
        [typeof(float)] = "float",
        [typeof(bool)] = "bool",
        [typeof(FileArtifact)] = "file",
        [typeof(DirArtifact)] = "dir",
        [typeof(SecretText)] = "secret",
    };

    private static readonly Type[] Lists =
        [typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IEnumerable<>), typeof(IList<>), typeof(List<>)];

    private static readonly Type[] Maps = [typeof(IReadOnlyDictionary<,>), typeof(IDictionary<,>), typeof(Dictionary<,>)];

    public bool IsArtifact => Name is "file" or "dir";

    public bool HoldsArtifact => IsArtifact || Element is { HoldsArtifact: true };

    public bool HoldsSecret => Name == "secret" || Element is { HoldsSecret: true };

    public bool IsPlain => Name is "string" or "int" or "float" or "bool";

    /// <summary>What is none of ours is <c>json</c>: a record, say.</summary>
    public static DocumentType Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Of(inner) with { Optional = true };
        }

        if (Plain.TryGetValue(type, out var name))
        {
            return new(name);
        }

        if (type.IsArray && type.GetArrayRank() == 1)
        {
            return new("list", Of(type.GetElementType()!));
        }

        if (!type.IsGenericType)
        {
            return new("json");
        }

        var (open, arguments) = (type.GetGenericTypeDefinition(), type.GetGenericArguments());
        return open == typeof(Ref.Pair<,>) ? PairOf(Of(arguments[0]), Of(arguments[1]))
            : Lists.Contains(open) ? new("list", Of(arguments[0]))
            : Maps.Contains(open) && arguments[0] == typeof(string) ? new("map", Of(arguments[1]))
            : new("json");
    }

    public override string ToString() => Name + (Element is null ? "" : $"<{Element}>") + (Optional ? "?" : "");

    // A pair is a list of two; of two types it is checked where it is used.
    private static DocumentType PairOf(DocumentType first, DocumentType second) =>
        new("list", first == second ? first : new DocumentType("json"));
}
