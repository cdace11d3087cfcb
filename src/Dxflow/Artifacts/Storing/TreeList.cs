using System.Text.Json;
using Dxflow.Foundation.Files;
using Dxflow.Storage;

namespace Dxflow.Artifacts.Storing;

/// <summary>
/// The stored form of a directory: a format line, then each entry as JSON on a line of its own, in byte order of the names. A directory
/// in it is the hash of its own list, so every directory below is an artifact too. What is read is checked as if a stranger wrote it.
/// </summary>
internal static class TreeList
{
    public const long BytesMax = 256 << 20;

    private const string Format = "dxflow-tree";
    private const int Version = 1;

    public static byte[] Write(IReadOnlyList<TreeEntry> entries)
    {
        using var text = new MemoryStream();
        text.Write(FormatLine.Write(Format, Version));
        foreach (var entry in entries)
        {
            JsonSerializer.Serialize(text, entry, TreeJson.Default.TreeEntry);
            text.WriteByte((byte)'\n');
        }

        return text.ToArray();
    }

    public static IReadOnlyList<TreeEntry> Read(byte[] bytes, string path)
    {
        if (FormatLine.Read(bytes, Format, Version, path) is not { } line)
        {
            throw new ArtifactException(ArtifactProblem.Damaged, path, "it is no list of a directory");
        }

        var entries = new List<TreeEntry>();
        var rest = bytes.AsSpan(line.Length);
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var entry = Parse(end < 0 ? rest : rest[..end], path);
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!IsSafe(entry) || (entries.Count > 0 && ByteOrder.Comparer.Compare(entries[^1].Name, entry.Name) >= 0))
            {
                throw new ArtifactException(ArtifactProblem.Damaged, path, $"its entry '{entry.Name}' cannot be");
            }

            entries.Add(entry);
        }

        return entries;
    }

    private static TreeEntry Parse(ReadOnlySpan<byte> line, string path)
    {
        try
        {
            return JsonSerializer.Deserialize(line, TreeJson.Default.TreeEntry)
                ?? throw new ArtifactException(ArtifactProblem.Damaged, path, "it holds an empty entry");
        }
        catch (JsonException bad)
        {
            throw new ArtifactException(ArtifactProblem.Damaged, path, $"it holds a bad entry: {bad.Message}", bad);
        }
    }

    private static bool IsSafe(TreeEntry entry) =>
        entry.Name is not ("" or "." or "..") && entry.Name.AsSpan().IndexOfAny('/', '\0') < 0
        && ObjectShelf.IsHash(entry.Sha256) && entry.Size >= 0;
}
