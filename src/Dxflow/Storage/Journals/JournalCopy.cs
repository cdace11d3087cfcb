using Dxflow.Foundation.Files;

namespace Dxflow.Storage.Journals;

/// <summary>
/// Keeps a bad journal as it was found, beside itself, for whoever wants to save more of it. The first copy of a file is kept.
/// </summary>
internal static class JournalCopy
{
    private const string Suffix = ".damaged";
    private const int PartBytes = 1 << 20;

    /// <summary>Where the copy is; null if there is no room for one.</summary>
    public static string? PutAside(IDisk disk, IDiskFile file)
    {
        var path = file.Path + Suffix;
        if (disk.Find(path) is not null)
        {
            return path;
        }

        var temporary = path + AtomicFile.TemporarySuffix;
        try
        {
            using (var copy = disk.Open(temporary, DiskOpen.Replace))
            {
                var part = new byte[PartBytes];
                for (var offset = 0L; file.Read(part, offset) is var read and > 0; offset += read)
                {
                    copy.Write(part.AsSpan(0, read), offset);
                }

                copy.Sync();
            }

            disk.Rename(temporary, path);
            disk.SyncDirectory(Path.GetDirectoryName(path)!);
            return path;
        }
        catch (DiskFullException)
        {
            disk.Unlink(temporary);
            return null;
        }
    }
}
