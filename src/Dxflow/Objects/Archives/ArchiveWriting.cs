using Dxflow.Foundation.Files;
using Dxflow.Objects.Trees;
using Dxflow.Operations;

namespace Dxflow.Objects.Archives;

/// <summary>
/// One archive that is made of objects. What cannot be in it is found before anything is written: links and what is neither file nor
/// directory, and two things of one name.
/// </summary>
internal sealed class ArchiveWriting(ArchiveTold told, CancellationToken cancel)
{
    public async Task WriteAsync(IReadOnlyList<ObjectHold> sources, PackForm form, Stream to)
    {
        told.TotalBytes = sources.Sum(Check);
        IPacker packer = form == PackForm.Zip ? new ZipPacker(to) : new TarPacker(to, gzip: form == PackForm.TarGz);
        await using (packer)
        {
            foreach (var source in sources)
            {
                await AddAsync(packer, source);
            }
        }
    }

    /// <summary>Bytes of all files; how many entries there are is bounded by what an archive that is taken may have.</summary>
    private long Check(ObjectHold source)
    {
        if (source.Kind is not (ObjectKind.File or ObjectKind.Dir))
        {
            throw ObjectFaults.WrongKind(source.Path, "neither a file nor a directory");
        }

        var (bytes, entries) = (source.Kind == ObjectKind.File ? source.Stat.Length : 0, 0);
        foreach (var item in source.Kind == ObjectKind.Dir ? TreeWalk.Below(source.Handle, ObjectPath.DepthMax, null, cancel) : [])
        {
            if (item.Stat.Kind is not (FileKind.Regular or FileKind.Directory))
            {
                throw ObjectFaults.WrongKind(source.Path, $"not to be had whole: {item.Path} is neither a file nor a directory");
            }

            if (++entries > ObjectTree.EntriesMax)
            {
                throw ObjectFaults.WrongKind(source.Path, $"more than {ObjectTree.EntriesMax} files and directories");
            }

            bytes += item.Stat.Kind == FileKind.Regular ? item.Stat.Length : 0;
        }

        return bytes;
    }

    private async Task AddAsync(IPacker packer, ObjectHold source)
    {
        var name = source.Path.Name;
        if (source.Kind == ObjectKind.File)
        {
            told.Entry(source.Path.Text);
            await using var content = new CountedFile(source.OpenToRead(), told.Add);
            await packer.AddFileAsync(name, source.Stat, content, cancel);
            return;
        }

        if (!source.Path.IsTop)
        {
            told.Entry(source.Path.Text);
            await packer.AddDirectoryAsync(name, source.Stat);
        }

        foreach (var item in TreeWalk.Below(source.Handle, ObjectPath.DepthMax, null, cancel))
        {
            var (path, within) = source.Path.IsTop
                ? (item.Path, item.Path) : ($"{source.Path.Text}/{item.Path}", $"{name}/{item.Path}");
            told.Entry(path);
            if (item.Stat.Kind == FileKind.Directory)
            {
                await packer.AddDirectoryAsync(within, item.Stat);
                continue;
            }

            await using var content = new CountedFile(ObjectCheck.Open(item, path), told.Add);
            await packer.AddFileAsync(within, item.Stat, content, cancel);
        }
    }
}
