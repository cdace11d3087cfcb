using System.Globalization;
using System.Text;
using Dxflow.Operations;
using Microsoft.AspNetCore.Http;

namespace Dxflow.Surfaces.Http.Tus;

/// <summary>What tus says in headers, as the properties of requests.</summary>
internal static class TusHeaders
{
    public const string Length = "Upload-Length";
    public const string Defer = "Upload-Defer-Length";
    public const string Offset = "Upload-Offset";
    public const string Metadata = "Upload-Metadata";
    public const string Concat = "Upload-Concat";
    public const string Checksum = "Upload-Checksum";
    public const string Expires = "Upload-Expires";
    public const string Body = "application/offset+octet-stream";
    private const string Final = "final;";

    private static readonly string[] FileNames = ["path", "filename", "name"];
    private static readonly string[] Choices = ["replace", "parents", "executable", "sha256"];

    /// <summary>How an upload begins: what the metadata say of it counts like what stands in the query, which wins.</summary>
    public static Dictionary<string, string[]> Creation(IHeaderDictionary headers, IQueryCollection query)
    {
        var given = query.ToDictionary(static one => one.Key, static one => one.Value.Select(static value => value ?? "").ToArray());
        Give(given, "length", Number(headers, Length));
        var concat = headers[Concat].ToString();
        if (concat == "partial")
        {
            given["part"] = ["true"];
        }
        else if (concat.StartsWith(Final, StringComparison.Ordinal))
        {
            given["parts"] = [.. concat[Final.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IdOf)];
        }
        else if (concat.Length > 0)
        {
            throw Fault.Invalid($"{Concat}: it is partial, or final; and the addresses of the parts");
        }

        if (headers[Defer].ToString() is { Length: > 0 } defer && (defer != "1" || given.ContainsKey("length")))
        {
            throw Fault.Invalid($"{Defer}: it is 1, and then there is no {Length}");
        }

        if (!given.ContainsKey("length") && !given.ContainsKey("parts") && headers[Defer].Count == 0)
        {
            throw Fault.Invalid($"{Length} is missing", $"send it, or {Defer}: 1");
        }

        var metadata = headers[Metadata].ToString();
        if (metadata.Length > 0)
        {
            given["metadata"] = [metadata];
            Describe(given, Read(metadata), isPart: given.ContainsKey("part"));
        }

        return given;
    }

    public static Dictionary<string, string[]> Piece(IHeaderDictionary headers, string id)
    {
        var given = new Dictionary<string, string[]> { ["id"] = [id] };
        Give(given, "offset", Number(headers, Offset) ?? throw Fault.Invalid($"{Offset} is missing"));
        Give(given, "length", Number(headers, Length));
        Give(given, "checksum", headers[Checksum].ToString() is { Length: > 0 } checksum ? checksum : null);
        return given;
    }

    /// <summary>Pairs of a name and its value in base64, with commas between.</summary>
    public static Dictionary<string, string> Read(string metadata)
    {
        var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in metadata.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split(' ', 2) is [var key, var text] ? (key, text) : (pair, "");
            var bytes = new byte[value.Length];
            if (!Convert.TryFromBase64String(value, bytes, out var length)
                || !pairs.TryAdd(name, Encoding.UTF8.GetString(bytes, 0, length)))
            {
                throw Fault.Invalid($"{Metadata}: the value of '{name}' is not base64, or is there twice");
            }
        }

        return pairs;
    }

    /// <summary>What the answer says of an upload.</summary>
    public static void Write(IHeaderDictionary headers, Resumable upload, bool whole)
    {
        headers[Offset] = upload.Offset.ToString(CultureInfo.InvariantCulture);
        headers[Expires] = upload.ExpiresAt.ToString("R", CultureInfo.InvariantCulture);
        if (!whole)
        {
            return;
        }

        headers.CacheControl = "no-store";
        headers[upload.Length is null ? Defer : Length] = upload.Length?.ToString(CultureInfo.InvariantCulture) ?? "1";
        if (upload.Metadata is not null)
        {
            headers[Metadata] = upload.Metadata;
        }

        if (upload.IsPart || upload.Parts.Count > 0)
        {
            headers[Concat] = upload.IsPart ? "partial" : Final + string.Join(' ', upload.Parts.Select(TusDialect.AddressOf));
        }
    }

    private static void Describe(Dictionary<string, string[]> given, Dictionary<string, string> metadata, bool isPart)
    {
        var path = FileNames.Select(metadata.GetValueOrDefault).FirstOrDefault(static name => name is not null);
        if (path is not null && !isPart)
        {
            given.TryAdd("path", [path]);
        }

        foreach (var name in Choices.Where(metadata.ContainsKey))
        {
            given.TryAdd(name, [metadata[name]]);
        }
    }

    private static void Give(Dictionary<string, string[]> given, string name, string? value)
    {
        if (value is not null)
        {
            given[name] = [value];
        }
    }

    private static string? Number(IHeaderDictionary headers, string name) => headers[name].ToString() switch
    {
        "" => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) => text,
        var text => throw Fault.Invalid($"{name} has to be a number of bytes, not '{text}'"),
    };

    private static string IdOf(string address) => Uri.UnescapeDataString(address.TrimEnd('/').Split('/')[^1]);
}
