using Dxflow.Foundation.Files;

namespace Dxflow.Tests.Foundation.Files;

/// <summary>What is under a name: a file, or (see below) a directory.</summary>
internal class ScriptedNode(ScriptedContent? content)
{
    public ScriptedContent? Content { get; } = content;
}

/// <summary>Names as everyone sees them and as they lie on the disk; a power cut keeps a beginning of the changes between.</summary>
internal sealed class ScriptedDirectory() : ScriptedNode(content: null)
{
    private readonly Dictionary<string, ScriptedNode> _durable = [];
    private readonly List<(string Name, ScriptedNode? Node)[]> _changes = [];

    public Dictionary<string, ScriptedNode> Entries { get; } = [];

    public ScriptedNode? Find(string name) => Entries.GetValueOrDefault(name);

    /// <summary>Changes names, all at once.</summary>
    public void Set(params (string Name, ScriptedNode? Node)[] change)
    {
        Apply(change, Entries);
        _changes.Add(change);
    }

    public void Sync()
    {
        _changes.ForEach(change => Apply(change, _durable));
        _changes.Clear();
    }

    public void CutPower(Random random, HashSet<ScriptedNode> seen)
    {
        var kept = random.Next(_changes.Count + 1);
        _changes.Take(kept).ToList().ForEach(change => Apply(change, _durable));
        _changes.Clear();
        Entries.Clear();
        foreach (var (name, node) in _durable.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Entries.Add(name, node);
            if (seen.Add(node))
            {
                node.Content?.CutPower(random);
                (node as ScriptedDirectory)?.CutPower(random, seen);
            }
        }
    }

    public long Bytes() => Entries.Values.Sum(node => (node as ScriptedDirectory)?.Bytes() ?? node.Content!.Length);

    private static void Apply((string Name, ScriptedNode? Node)[] change, Dictionary<string, ScriptedNode> names)
    {
        foreach (var (name, node) in change)
        {
            if (node is null)
            {
                names.Remove(name);
            }
            else
            {
                names[name] = node;
            }
        }
    }
}

/// <summary>A handle; it dies with the machine.</summary>
internal sealed class ScriptedFile(ScriptedDisk disk, string path, ScriptedContent content, int generation) : IDiskFile
{
    private volatile bool _isClosed;

    public ScriptedContent Content => content;

    public int Generation => generation;

    public string Path => path;

    public long Length => content.Length;

    public int Read(Span<byte> buffer, long offset)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        return disk.Read(this, buffer, offset);
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset) => disk.Write(this, bytes, offset);

    public void Truncate(long length) => disk.SetLength(this, DiskOperation.Truncate, length);

    public void Allocate(long offset, long length) => disk.SetLength(this, DiskOperation.Allocate, offset + length);

    public void Sync() => disk.Sync(this);

    public void Dispose() => _isClosed = true;
}
