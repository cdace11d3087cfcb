namespace Dxflow.Artifacts.Packing;

/// <summary>
/// A tar archive from outside made into a tree (<see cref="ArchiveTree"/>). Files and directories are taken, of their
/// modes only whether they can be executed; links, devices and everything else are refused.
/// </summary>
internal sealed class TarUnpacker(ArchiveTree tree, CancellationToken cancel)
{
    public async Task UnpackAsync(Stream archive, string name)
    {
        try
        {
            var entries = new TarEntries(archive, cancel);
            while (await entries.NextAsync() is { } entry)
            {
                if (tree.Wants(entry.Name))
                {
                    await TakeAsync(entry, entries.Content);
                }
            }
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException)
        {
            throw new ArtifactException(ArtifactProblem.Damaged, name, $"it is no whole tar archive: {damaged.Message}", damaged);
        }
    }

    private async Task TakeAsync(TarHead entry, Stream content)
    {
        switch (entry.Type)
        {
            case '5':
                tree.AddDirectory(entry.Name);
                break;
            case '0' or '7':
                await tree.AddFileAsync(entry.Name, content, entry.Executable);
                break;
            default:
                throw ArchiveTree.WrongKind(entry.Name);
        }
    }
}
