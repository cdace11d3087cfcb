using System.Text.Json;
using Dxflow.Operations;
using Dxflow.Operations.Contracts;
using Microsoft.AspNetCore.Http;

namespace Dxflow.Surfaces.Http.Requests;

/// <summary>
/// Makes the one JSON object of a request from its three places: path, query and body. A property may come from any of them, but
/// from one only.
/// </summary>
internal static class RequestParts
{
    public static object Read(Match match, IQueryCollection query, ReadOnlyMemory<byte> body)
    {
        var contract = Contract.Of(match.Operation.Request);
        using var merged = new MemoryStream();
        using (var writer = new Utf8JsonWriter(merged))
        {
            var given = new HashSet<string>(StringComparer.Ordinal);
            writer.WriteStartObject();
            foreach (var (name, value) in match.Values)
            {
                Give(writer, contract, given, name, [value], "the path");
            }

            foreach (var (name, values) in query)
            {
                Give(writer, contract, given, name, [.. values.Select(static value => value ?? "")], "the query");
            }

            WriteBody(writer, body, given);
            writer.WriteEndObject();
        }

        using var whole = JsonDocument.Parse(merged.GetBuffer().AsMemory(0, (int)merged.Length), RequestReader.Strict);
        return RequestReader.Read(match.Operation.Request, whole.RootElement);
    }

    private static void Give(
        Utf8JsonWriter writer, Contract contract, HashSet<string> given, string name, IReadOnlyList<string> values, string where)
    {
        if (!given.Add(name))
        {
            throw Fault.Invalid($"{name} is in {where} and in the path.", "Give it once.");
        }

        if (contract.Find(name) is { } field)
        {
            TextValues.Write(writer, field, values);
        }
        else
        {
            // The validator names it together with everything else that is wrong.
            writer.WriteString(name, values[0]);
        }
    }

    private static void WriteBody(Utf8JsonWriter writer, ReadOnlyMemory<byte> body, HashSet<string> given)
    {
        if (body.IsEmpty)
        {
            return;
        }

        using var parsed = RequestReader.Parse(body);
        if (parsed.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw Fault.Invalid("The body must be a JSON object.", "For example {}.");
        }

        foreach (var property in parsed.RootElement.EnumerateObject())
        {
            if (!given.Add(property.Name))
            {
                throw Fault.Invalid($"{property.Name} is in the body and in the path or the query.", "Give it once.");
            }

            property.WriteTo(writer);
        }
    }
}
