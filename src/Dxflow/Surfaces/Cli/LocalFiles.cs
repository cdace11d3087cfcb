using System.Text;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Cli;

/// <summary>Files that a command line names: read and sent, or written when all has come.</summary>
internal static class LocalFiles
{
    public const int TextBytesMax = 16 * 1024 * 1024;

    /// <summary>Reads text by path; <c>-</c> is <paramref name="input"/>.</summary>
    public static Func<string, string, string> Text(Stream input) => (name, path) =>
    {
        using var from = Open(name, path, input);
        using var text = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = Read(name, path, from, chunk)) > 0)
        {
            text.Write(chunk, 0, read);
            if (text.Length > TextBytesMax)
            {
                throw Fault.Invalid($"{name}: {path} is larger than {TextBytesMax} bytes.");
            }
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    };

    public static Stream Open(string name, string path, Stream input)
    {
        try
        {
            return path == "-" ? input : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(name, path, failed);
        }
    }

    /// <summary>
    /// Lets <paramref name="fill"/> write to a file beside the one that is wanted, which replaces it when all went well. No path, or
    /// <c>-</c>, is <paramref name="output"/>.
    /// </summary>
    public static async Task SaveAsync(string? path, Stream output, Func<Stream, Task> fill)
    {
        if (path is null or "-")
        {
            await fill(output);
            return;
        }

        var partial = path + ".partial";
        try
        {
            await using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write))
            {
                await fill(file);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (Exception failed)
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }

            if (failed is IOException or UnauthorizedAccessException)
            {
                throw new Fault(FaultKind.Invalid, $"{path} cannot be written: {failed.Message}", null, failed);
            }

            throw;
        }
    }

    private static int Read(string name, string path, Stream from, byte[] chunk)
    {
        try
        {
            return from.Read(chunk);
        }
        catch (IOException failed)
        {
            throw Unreadable(name, path, failed);
        }
    }

    private static Fault Unreadable(string name, string path, Exception failed) =>
        new(FaultKind.Invalid, $"{name}: {path} cannot be read: {failed.Message}", "Name a file, or - for standard input.", failed);
}
