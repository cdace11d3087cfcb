using Dxflow.Operations;

namespace Dxflow.Surfaces.Http;

/// <summary>The operation behind a path, and the properties of its request that the path gave.</summary>
internal readonly record struct Match(Operation Operation, IReadOnlyList<KeyValuePair<string, string>> Values);

/// <summary>
/// Finds operations by the literal routes of the catalog. Works on the raw target: each segment is decoded by itself, so an encoded
/// slash stays inside its segment, and a segment that is <c>.</c> or <c>..</c> or has control characters matches nothing. One slash at
/// the end says nothing.
/// </summary>
internal sealed class Router
{
    private readonly Node _root = new();

    public Router(OperationSet operations)
    {
        foreach (var operation in operations.All)
        {
            var node = _root;
            foreach (var part in operation.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                node = part.StartsWith('{') ? node.Parameter ??= new Node() : node.Literal(part);
            }

            node.Operations.Add(operation.Method, operation);
        }
    }

    /// <summary>
    /// Throws the refusal that fits: 404 for no such path, 405 for no such method. <paramref name="twoWay"/>: the method says nothing where
    /// a duplex is to be had.
    /// </summary>
    public Match Find(string method, string rawTarget, bool twoWay = false)
    {
        var path = rawTarget.Split('?', 2)[0];
        var given = new List<string>();
        var end = path.Length > 1 && path.EndsWith('/') ? 1 : 0;
        if (!path.StartsWith('/') || Walk(_root, path[1..^end].Split('/'), 0, given) is not { } node)
        {
            throw HttpRefusal.Route(path);
        }

        // HEAD is GET without the body, which the server leaves out by itself.
        var wanted = method == "HEAD" ? "GET" : method;
        var operation = twoWay ? node.Operations.Values.FirstOrDefault(static one => one.Shape == Shape.Duplex) : null;
        if (operation is null && !node.Operations.TryGetValue(wanted, out operation))
        {
            throw HttpRefusal.NotAllowed(method, path, string.Join(", ", node.Operations.Keys.Order(StringComparer.Ordinal)));
        }

        var names = operation.Path.Split('/').Where(static part => part.StartsWith('{')).Select(static part => part[1..^1]);
        return new Match(operation, [.. names.Zip(given, KeyValuePair.Create)]);
    }

    /// <summary>Literals win over parameters, with a way back: <c>/a/list</c> and <c>/a/{name}/x</c> may both exist.</summary>
    private static Node? Walk(Node node, string[] segments, int at, List<string> given)
    {
        if (at == segments.Length)
        {
            return node.Operations.Count > 0 ? node : null;
        }

        var segment = Uri.UnescapeDataString(segments[at]);
        if (node.Literals.TryGetValue(segment, out var literal) && Walk(literal, segments, at + 1, given) is { } found)
        {
            return found;
        }

        if (node.Parameter is null || segment is "" or "." or ".." || segment.Any(char.IsControl))
        {
            return null;
        }

        given.Add(segment);
        var deeper = Walk(node.Parameter, segments, at + 1, given);
        if (deeper is null)
        {
            given.RemoveAt(given.Count - 1);
        }

        return deeper;
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Literals { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Operation> Operations { get; } = new(StringComparer.Ordinal);

        public Node? Parameter { get; set; }

        public Node Literal(string segment)
        {
            if (!Literals.TryGetValue(segment, out var node))
            {
                Literals.Add(segment, node = new Node());
            }

            return node;
        }
    }
}
