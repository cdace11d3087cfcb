using Dxflow.Foundation.Files;
using Dxflow.Operations;

namespace Dxflow.Engine.Updates;

/// <summary>
/// The file of a program that may be running, replaced so that at every moment there is a whole one under its name:
/// 1 the new bytes beside it, in a file that nobody else can touch (<see cref="Copy"/>); 2 durable, with owner and mode of the old;
/// 3 the old gets a second name, <c>.previous</c>; 4 the new takes the name. Who runs the old one keeps it.
/// </summary>
internal sealed class InstalledProgram(string path)
{
    public const string PreviousSuffix = ".previous";
    private const string CopySuffix = ".new";

    /// <summary>Far more than any of ours.</summary>
    private const long BytesMax = 1L << 30;

    public string Path => path;

    public string Previous => path + PreviousSuffix;

    private string New => path + CopySuffix;

    /// <summary>Step 1; the copy can be tried before it is placed.</summary>
    public string Copy(string from)
    {
        if (FileStat.Find(File.ResolveLinkTarget(from, returnFinalTarget: true)?.FullName ?? from) is not { Kind: FileKind.Regular } found
            || found.Length > BytesMax)
        {
            throw Fault.Invalid(
                $"{from} is no program: it is not there, no file, or larger than {BytesMax >> 20} MiB.", "Name the new dxflow.");
        }

        return Written(() =>
        {
            File.Delete(New);
            using (var target = new FileStream(New, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            }))
            {
                using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                source.CopyTo(target);
            }

            return New;
        });
    }

    public void Discard() => File.Delete(New);

    /// <summary>Steps 2 to 4.</summary>
    public void Place() => Written(() =>
    {
        // 2
        var old = FileStat.Find(path) ?? throw Fault.Missing($"{path} is gone.", "Install it anew.");
        Adopt(old);
        using (var copy = FileCalls.Open(New, Libc.ReadOnly))
        {
            FileCalls.Sync(copy, New);
        }

        // 3
        File.Delete(Previous);
        FileCalls.Link(path, Previous);

        // 4
        FileCalls.Rename(New, path);
        FileCalls.SyncDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    });

    /// <summary>The one before takes its name back, and nothing is left of the one that failed.</summary>
    public void TakeBack() => Written(() =>
    {
        FileCalls.Rename(Previous, path);
        FileCalls.SyncDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    });

    private void Adopt(FileStat old)
    {
        if (old.User != FileCalls.EffectiveUser())
        {
            FileCalls.SetOwner(New, old.User);
        }

        File.SetUnixFileMode(New, old.Mode);
    }

    private string Written(Func<string> write)
    {
        try
        {
            return write();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new Fault(
                FaultKind.Forbidden, $"{path} cannot be replaced: {failed.Message}",
                "do it as the user who installed it; the engine then takes it with: dxflow engine restart", failed);
        }
    }
}
