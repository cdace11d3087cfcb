using System.Globalization;
using Dxflow.Foundation.Files;

namespace Dxflow.Storage;

/// <summary>
/// What a table held. <see cref="Version"/> is the one it was written with, for whoever migrates it. <see cref="Problem"/> says, if the
/// current file was damaged, that this is the older one.
/// </summary>
internal sealed record TableContent(int Version, byte[] Payload, string? Problem = null);

/// <summary>
/// A small whole: configuration, identity, a snapshot of an index. One line of format, version, length and checksum, then the payload.
/// It is replaced atomically, and its predecessor is kept beside it (<c>.old</c>) until the one after is durable.
/// One writer at a time.
/// </summary>
internal sealed class TableFile(IDisk disk, string path, string format, int version)
{
    public const string OldSuffix = ".old";
    public const long BytesMax = 256 << 20;

    public string Path => path;

    private string Old => path + OldSuffix;

    /// <summary>When this returns the new content is durable; if it throws, the content before it is still there.</summary>
    public void Write(ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, BytesMax - FormatLine.LengthMax);
        var line = FormatLine.Write(
            format,
            version,
            payload.Length.ToString(CultureInfo.InvariantCulture),
            Crc32C.Of(payload).ToString("x8", CultureInfo.InvariantCulture));
        AtomicFile.WriteTemporary(disk, path, [.. line, .. payload]);
        if (CurrentIsIntact())
        {
            disk.Rename(path, Old);
        }

        disk.Rename(path + AtomicFile.TemporarySuffix, path);
        disk.SyncDirectory(System.IO.Path.GetDirectoryName(path)!);
    }

    /// <summary>The content; that of the predecessor if the current one is damaged, or was being replaced when the engine ended.</summary>
    /// <exception cref="DamagedFileException">There is neither.</exception>
    /// <exception cref="NewerFormatException">A newer dxflow wrote it; its predecessor is not looked at.</exception>
    public TableContent? Read()
    {
        if (disk.Find(path) is null)
        {
            return disk.Find(Old) is null ? null : ReadOne(Old);
        }

        try
        {
            return ReadOne(path);
        }
        catch (DamagedFileException damage) when (disk.Find(Old) is not null)
        {
            return ReadOne(Old) with { Problem = $"{damage.Message}; its predecessor {Old} is used" };
        }
    }

    /// <summary>A damaged file must not take the place of the predecessor that still stands in for it.</summary>
    private bool CurrentIsIntact()
    {
        try
        {
            return disk.Find(path) is not null && ReadOne(path) is not null;
        }
        catch (DamagedFileException)
        {
            return false;
        }
    }

    private TableContent ReadOne(string from)
    {
        var bytes = AtomicFile.Read(disk, from, BytesMax)!;
        if (FormatLine.Read(bytes, format, version, from) is not { Fields: [var length, var sum] } line)
        {
            throw new DamagedFileException(from, 0, $"its first line is not one of {format}");
        }

        var payload = bytes[line.Length..];
        var isIntact = length == payload.Length.ToString(CultureInfo.InvariantCulture)
            && sum == Crc32C.Of(payload).ToString("x8", CultureInfo.InvariantCulture);
        return isIntact
            ? new TableContent(line.Version, payload)
            : throw new DamagedFileException(from, line.Length, $"{payload.Length} bytes are not the {length} that were written");
    }
}
