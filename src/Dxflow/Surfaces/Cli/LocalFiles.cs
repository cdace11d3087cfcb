using System.Text;
using Dxflow.Operations;

namespace Dxflow.Surfaces.Cli;

/// <summary>Files that a command line names and whose content is sent.</summary>
internal static class LocalFiles
{
    public const int FileBytesMax = 16 * 1024 * 1024;

    /// <summary>Reads text by path; <c>-</c> is <paramref name="input"/>.</summary>
    public static Func<string, string, string> Read(Stream input) => (name, path) =>
    {
        try
        {
            using var from = path == "-" ? input : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var text = new MemoryStream();
            var chunk = new byte[64 * 1024];
            int read;
            while ((read = from.Read(chunk)) > 0)
            {
                text.Write(chunk, 0, read);
                if (text.Length > FileBytesMax)
                {
                    throw Fault.Invalid($"{name}: {path} is larger than {FileBytesMax} bytes.");
                }
            }

            return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new Fault(
                FaultKind.Invalid, $"{name}: {path} cannot be read: {failed.Message}", "Name a file, or - for standard input.", failed);
        }
    };
}
