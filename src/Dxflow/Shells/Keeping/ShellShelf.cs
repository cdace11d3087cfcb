using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dxflow.Foundation.Files;
using Dxflow.Shells.Holding;
using Dxflow.Shells.Holding.Wire;

namespace Dxflow.Shells.Keeping;

/// <summary>
/// The shells' directories, by name: <c>shell.json</c>, written by the engine before anything is started, and <c>ended.json</c>, written by
/// the holder, which may be without an engine. One that cannot be read hides no other.
/// </summary>
internal sealed class ShellShelf(string root)
{
    private const string RecordFile = "shell.json";
    private const int BytesMax = 1 << 20;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string DirectoryOf(string name) => Path.Combine(root, name);

    public IReadOnlyList<ShellRecord> All() =>
    [
        .. Directory.EnumerateDirectories(root).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
            .Select(Find).OfType<ShellRecord>(),
    ];

    public ShellRecord? Find(string name) =>
        Read(name, RecordFile, ShellJson.Default.ShellRecord) is { } record && record.Name == name ? record : null;

    public ShellEnd? EndOf(string name) => Read(name, Holder.EndFile, HeldJson.Default.ShellEnd);

    /// <summary>Durable when this returns.</summary>
    public void Add(ShellRecord record)
    {
        var directory = DirectoryOf(record.Name);
        Remove(record.Name);
        FileCalls.CreateDirectory(directory, Private);
        AtomicFile.Write(
            LocalDisk.Instance, Path.Combine(directory, RecordFile),
            JsonSerializer.SerializeToUtf8Bytes(record, ShellJson.Default.ShellRecord));
        FileCalls.SyncDirectory(root);
    }

    public void Remove(string name)
    {
        if (Directory.Exists(DirectoryOf(name)))
        {
            Directory.Delete(DirectoryOf(name), recursive: true);
            FileCalls.SyncDirectory(root);
        }
    }

    private T? Read<T>(string name, string file, JsonTypeInfo<T> contract)
        where T : class
    {
        try
        {
            return AtomicFile.Read(LocalDisk.Instance, Path.Combine(DirectoryOf(name), file), BytesMax) is { } content
                ? JsonSerializer.Deserialize(content, contract)
                : null;
        }
        catch (Exception damaged) when (damaged is JsonException or IOException)
        {
            return null;
        }
    }
}
