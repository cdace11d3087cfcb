using Dxflow.Artifacts;
using Dxflow.Foundation.Files;
using Dxflow.Objects.Trees;
using Dxflow.Operations;

namespace Dxflow.Objects.Archives;

/// <summary>
/// Archives made of objects, and objects made of archives. Both are there whole or not at all: an archive gets its path when it is
/// written, a directory when all of the archive was read, had its checksums, and is on the disk. Two at a time; others wait.
/// </summary>
internal sealed class ArchiveDesk(ObjectTree tree, TimeProvider time) : IDisposable
{
    private const int AtOnceMax = 2;
    private const int PathsMax = 1000;

    private readonly SemaphoreSlim _turn = new(AtOnceMax);

    public IAsyncEnumerable<ArchiveProgress> ZipAsync(ZipObjects request, Call call)
    {
        var archive = ObjectPath.ParseBelow(request.Archive, "archive");
        var form = PackForms.Of(archive);
        if (request.Paths.Count is 0 or > PathsMax)
        {
            throw Fault.Invalid($"paths: there have to be 1 to {PathsMax}");
        }

        var paths = request.Paths.Select(static one => ObjectPath.Parse(one, "paths")).ToList();
        if (paths.GroupBy(static one => one.Name).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            throw Fault.Invalid(
                $"paths: two of them have the name '{twice.Key}', which the archive can have once",
                "archive the directory that both are in, or make two archives");
        }

        return ArchiveTold.Of(
            (told, cancel) => InTurnAsync(() => ZipAsync(request, archive, paths, told, cancel), cancel), time, call.Ended);
    }

    public IAsyncEnumerable<ArchiveProgress> UnzipAsync(UnzipObject request, Call call)
    {
        var archive = ObjectPath.ParseBelow(request.Archive, "archive");
        var to = request.Directory is { } directory ? ObjectPath.ParseBelow(directory, "directory")
            : request.DryRun ? archive : PackForms.Bare(archive);
        ArchivePattern.Check(request.Pattern);
        return ArchiveTold.Of(
            (told, cancel) => InTurnAsync(() => UnzipAsync(request, archive, to, told, cancel), cancel), time, call.Ended);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<ArchiveProgress> ZipAsync(
        ZipObjects request, ObjectPath archive, List<ObjectPath> paths, ArchiveTold told, CancellationToken cancel)
    {
        var sources = new List<ObjectHold>();
        try
        {
            paths.ForEach(path => sources.Add(tree.Get(path)));
            using var place = FreePlace(archive, request.Replace, request.Parents);
            var size = 0L;
            var sha256 = await tree.MakeFileAsync(
                place, request.Replace,
                async file =>
                {
                    await new ArchiveWriting(told, cancel).WriteAsync(sources, PackForms.Of(archive), file);
                    size = file.Length;
                },
                cancel);
            return told.Done(archive.Text, size, sha256);
        }
        finally
        {
            sources.ForEach(static held => held.Dispose());
        }
    }

    private async Task<ArchiveProgress> UnzipAsync(
        UnzipObject request, ObjectPath archive, ObjectPath to, ArchiveTold told, CancellationToken cancel)
    {
        using var held = tree.Get(archive);
        if (held.Kind != ObjectKind.File)
        {
            throw ObjectFaults.WrongKind(archive, "not a file");
        }

        await using var content = new FileStream(held.OpenToRead(), FileAccess.Read);
        using var reading = new ArchiveReading(archive.Text, to, told, tree.Quota, cancel);
        if (request.DryRun)
        {
            await reading.CheckAsync(content, request.Pattern);
            return Chosen(request, archive, told.Done(null));
        }

        using var place = FreePlace(to, replace: false, request.Parents);
        await tree.MakeDirectoryAsync(place, async into =>
        {
            await reading.ReadAsync(content, into, request.Pattern, tree.BytesFree);
            Chosen(request, archive, told.Done(null));
        });
        return told.Done(to.Text);
    }

    /// <summary>What chooses nothing is a mistake, and makes no empty directory.</summary>
    private static ArchiveProgress Chosen(UnzipObject request, ObjectPath archive, ArchiveProgress done) =>
        request.Pattern is null || done.Entries > 0 ? done : throw Fault.Missing(
            $"nothing in '{archive.Text}' matches {string.Join(" or ", request.Pattern)}", "a pattern is a name, or a path in the archive");

    private ObjectPlace FreePlace(ObjectPath path, bool replace, bool parents)
    {
        var place = tree.PlaceOf(path, parents);
        if (place.Stat is null || (replace && place.Stat is { Kind: not FileKind.Directory }))
        {
            return place;
        }

        place.Dispose();
        throw ObjectFaults.InTheWay(path, "there already");
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return await work();
        }
        catch (ArtifactException bad)
        {
            throw new Fault(FaultKind.Invalid, bad.Message, "nothing of it was kept; --pattern takes only some of it", bad);
        }
        catch (Exception failure) when (ObjectFaults.Of(failure) is { } fault)
        {
            throw fault;
        }
        finally
        {
            _turn.Release();
        }
    }
}
