using Dxflow.Artifacts.Storing;

namespace Dxflow.Artifacts.Packing;

/// <summary>
/// A tar archive from outside made into a directory of the store (<see cref="ArchiveTree"/>). Files and directories are taken, of their
/// modes only whether they can be executed; links, devices and everything else are refused.
/// </summary>
internal sealed class TarUnpacker(Ingest ingest, Func<long> bytesMax, CancellationToken cancel)
{
    private readonly ArchiveTree _tree = new(ingest, bytesMax);

    public async Task<TreeEntry> UnpackAsync(Stream archive, string name)
    {
        try
        {
            var entries = new TarEntries(archive, cancel);
            while (await entries.NextAsync() is { } entry)
            {
                await TakeAsync(entry, entries.Content);
            }
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException)
        {
            throw new ArtifactException(ArtifactProblem.Damaged, name, $"it is no whole tar archive: {damaged.Message}", damaged);
        }

        return _tree.Close(name);
    }

    private async Task TakeAsync(TarHead entry, Stream content)
    {
        switch (entry.Type)
        {
            case '5':
                _tree.AddDirectory(entry.Name);
                break;
            case '0' or '7':
                await _tree.AddFileAsync(entry.Name, content, entry.Executable);
                break;
            default:
                throw ArchiveTree.WrongKind(entry.Name);
        }
    }
}
