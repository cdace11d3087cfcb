using System.Formats.Tar;
using System.Text;
using Dxflow.Artifacts.Packing;
using Dxflow.Objects.Filling;
using Dxflow.Operations;
using Dxflow.Surfaces.Cli;

namespace Dxflow.Objects.Commands.Syncing;

/// <summary>
/// Directories and small files of this machine as one request. It is made anew for each try: what came before replaces itself.
/// </summary>
internal sealed class FillCommands(ClientContext context, string directory, ObjectPath there)
{
    private const int UstarNameMax = 99;
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public async Task SendAsync(IReadOnlyList<SyncStep> steps, SyncSide from)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var archive = new TarStream((tar, gone) => Write(tar, steps, from, gone));
                await context.UploadAsync<FillObjects, ObjectsFilled>(
                    "object.fill", new FillObjects(there.IsTop ? "." : there.Text, Replace: true), archive);
                return;
            }
            catch (Exception gone) when (SyncStepCommands.IsPassing(gone) && tries < ClientContext.TriesMax)
            {
                await context.NextEngineAsync(tries, context.Interrupts.Ended);
            }
        }
    }

    private void Write(TarWriter tar, IReadOnlyList<SyncStep> steps, SyncSide from, CancellationToken gone)
    {
        foreach (var step in steps)
        {
            gone.ThrowIfCancellationRequested();
            if (step.Act == SyncAct.Create)
            {
                tar.WriteEntry(Entry(TarEntryType.Directory, step.Path, Plain | UnixFileMode.UserExecute));
                continue;
            }

            using var content = new MemoryStream(Whole(step.Path));
            var entry = Entry(
                TarEntryType.RegularFile, step.Path, from.Entries[step.Path].Executable ? Plain | UnixFileMode.UserExecute : Plain);
            entry.DataStream = content;
            tar.WriteEntry(entry);
        }
    }

    /// <summary>The archive says how long a file is before it comes, so it has to stay as long as it was then.</summary>
    private byte[] Whole(string path)
    {
        using var file = LocalFiles.Open("FILE", Path.Combine(directory, path), Stream.Null);
        if (file.Length > SyncGroup.FileBytesMax)
        {
            throw Fault.Conflict($"{Path.Combine(directory, path)} has grown while it was looked at", "sync again");
        }

        var bytes = new byte[file.Length];
        return bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)) is var read && read.Length == bytes.Length
            ? bytes : read.ToArray();
    }

    /// <summary>The older form takes a third of the room, and only short plain names.</summary>
    private static TarEntry Entry(TarEntryType type, string path, UnixFileMode mode)
    {
        TarEntry entry = path.Length <= UstarNameMax && Ascii.IsValid(path) ? new UstarTarEntry(type, path) : new PaxTarEntry(type, path);
        entry.Mode = mode;
        return entry;
    }
}
