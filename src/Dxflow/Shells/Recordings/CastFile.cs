using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dxflow.Shells.Recordings;

/// <summary>
/// A recording that is being written: whole lines, as large as it may become. What is written is in the file at <see cref="Flush"/>,
/// whatever becomes of this process, and on the disk when it is closed.
/// </summary>
internal sealed class CastFile : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Room that is kept for a last line.</summary>
    private const int LastBytes = 256;

    /// <summary>As people write JSON: letters are letters.</summary>
    private static readonly CastJson Json = new(new JsonSerializerOptions(CastJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private readonly FileStream _file;
    private readonly long _bytesMax;

    private CastFile(FileStream file, long bytesMax) => (_file, _bytesMax) = (file, bytesMax);

    /// <exception cref="IOException">It is there already, or cannot be made.</exception>
    public static CastFile Create(string path, CastHeader header, long bytesMax)
    {
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = BufferBytes,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        try
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(header, Json.CastHeader));
            file.Write("\n"u8);
            file.Flush();
            return new CastFile(file, bytesMax);
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>False: it would become too large, and nothing was written.</summary>
    public bool TryWrite(CastEvent happened)
    {
        var line = happened.ToLine();
        if (_file.Position + line.Length > _bytesMax - LastBytes)
        {
            return false;
        }

        _file.Write(line);
        return true;
    }

    public void WriteLast(CastEvent happened) => _file.Write(happened.ToLine());

    public void Flush() => _file.Flush();

    public void Dispose()
    {
        try
        {
            _file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // The disk is full or gone: what there is of it ends with the last whole line.
        }

        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // It tries once more to write what it could not.
        }
    }
}
