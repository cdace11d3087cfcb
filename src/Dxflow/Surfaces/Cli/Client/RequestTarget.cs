using System.Text;
using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;

namespace Dxflow.Surfaces.Cli.Client;

/// <summary>
/// Where the properties of a request go: those of the route into the path, the others into the query of a request without a JSON
/// body, else into the body. The server's reader is the inverse.
/// </summary>
internal static class RequestTarget
{
    public static (string Target, byte[] Body) Of(Operation operation, JsonElement request)
    {
        var inQuery = operation.HasQuery;
        var target = new StringBuilder();
        var inPath = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in operation.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            target.Append('/').Append(part.StartsWith('{') ? Segment(request, part[1..^1], inPath) : part);
        }

        using var rest = new MemoryStream();
        using (var writer = new Utf8JsonWriter(rest))
        {
            var mark = '?';
            writer.WriteStartObject();
            foreach (var property in request.EnumerateObject().Where(property => !inPath.Contains(property.Name)))
            {
                if (!inQuery)
                {
                    property.WriteTo(writer);
                    continue;
                }

                foreach (var value in TextValues.Read(property.Value))
                {
                    target.Append(mark).Append(Uri.EscapeDataString(property.Name)).Append('=').Append(Uri.EscapeDataString(value));
                    mark = '&';
                }
            }

            writer.WriteEndObject();
        }

        return (target.ToString(), inQuery ? [] : rest.ToArray());
    }

    private static string Segment(JsonElement request, string name, HashSet<string> inPath)
    {
        inPath.Add(name);
        var value = request.TryGetProperty(name, out var given) ? TextValues.Read(given).SingleOrDefault() : null;
        return value is null or "" or "." or ".." || value.Any(char.IsControl)
            ? throw Fault.Invalid(
                $"'{Foundation.Values.VisibleText.Of(value ?? "")}' is no {name}: it could not be told from a path",
                "The list command of the same noun shows what there is.")
            : Uri.EscapeDataString(value);
    }
}
