using System.Formats.Tar;
using System.Globalization;
using System.Text;
using Dxflow.Operations;
using Dxflow.Runtimes.Containers.Specs;

namespace Dxflow.Runtimes.Containers.Starting;

/// <summary>Configs and secrets as the archive that is put into a container before it starts; small, so made in memory.</summary>
internal static class FileArchive
{
    /// <summary>Of one file, as Docker itself bounds a secret generously.</summary>
    public const int FileBytesMax = 4 << 20;

    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static byte[] Of(IReadOnlyList<ContainerFile> files)
    {
        using var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var file in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, file.Target.TrimStart('/'))
                {
                    Mode = file.Mode is { } mode ? (UnixFileMode)mode : Readable,
                    Uid = Number(file, file.Uid),
                    Gid = Number(file, file.Gid),
                    DataStream = new MemoryStream(Content(file)),
                });
            }
        }

        return archive.ToArray();
    }

    private static byte[] Content(ContainerFile file)
    {
        if (file.Content is { } text)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        try
        {
            return new FileInfo(file.Source!).Length <= FileBytesMax
                ? File.ReadAllBytes(file.Source!)
                : throw Fault.Invalid($"{file.Name}: {file.Source} is larger than {FileBytesMax} bytes", "mount a file of that size");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Fault.Missing($"{file.Name}: {file.Source} cannot be read: {failure.Message}");
        }
    }

    private static int Number(ContainerFile file, string? text) => text is null
        ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Fault.Invalid($"{file.Name}: '{text}' is no number of a user or group");
}
