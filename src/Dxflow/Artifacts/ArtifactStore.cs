using Dxflow.Artifacts.Packing;
using Dxflow.Artifacts.Storing;
using Dxflow.Foundation.Files;
using Microsoft.Win32.SafeHandles;

namespace Dxflow.Artifacts;

/// <summary>
/// What steps pass to each other: files and directories by content, each content once, never changed, durable when its artifact is
/// returned. Bad artifacts are an <see cref="ArtifactException"/>, a full disk a <see cref="DiskFullException"/>; neither leaves
/// anything behind. Any number of callers; hashing and copying is done for a few of them at a time.
/// </summary>
internal sealed class ArtifactStore
{
    /// <summary>How much earlier than it was a change may seem to have been.</summary>
    private static readonly TimeSpan TimesOfChange = TimeSpan.FromSeconds(1);

    private const int SpoolBufferBytes = 1 << 16;

    private readonly ObjectShelf _shelf;
    private readonly ShelfRounds _rounds;
    private readonly StoreHolds _holds;
    private readonly StoreWorkers _workers = new();

    public ArtifactStore(string root, TimeProvider time)
    {
        _shelf = new ObjectShelf(root);
        _rounds = new ShelfRounds(_shelf);
        _holds = new StoreHolds(time);
        Results = new ResultShelf(_shelf, root);
    }

    /// <summary>What is remembered of results, by what they were made of.</summary>
    public ResultShelf Results { get; }

    /// <summary>
    /// Adds a file, by default wherever links lead; <paramref name="within"/> is a directory that none on the way may leave.
    /// <paramref name="finished"/>: nobody will write to it any more, and it is about to be removed, so the store may share its bytes.
    /// </summary>
    public Task<Artifact> AddFileAsync(string path, string? within = null, bool finished = false, CancellationToken cancel = default) =>
        AddAsync(path, within, ArtifactKind.File, finished, cancel);

    /// <summary>Adds a directory with all below it, links that stay within it followed; else like <see cref="AddFileAsync"/>.</summary>
    public Task<Artifact> AddDirectoryAsync(
        string path, string? within = null, bool finished = false, CancellationToken cancel = default) =>
        AddAsync(path, within ?? path, ArtifactKind.Dir, finished, cancel);

    /// <summary>For all that one attempt left in its work directory, which becomes durable at once.</summary>
    public OutputIntake Intake(string workDirectory, CancellationToken cancel = default) =>
        new(workDirectory, NewIngest(cancel), _workers, cancel);

    /// <summary>Adds the bytes of a stream as a file. They may come slowly: nobody else waits for them.</summary>
    public async Task<Artifact> AddStreamAsync(
        Stream content, string name, bool executable = false, CancellationToken cancel = default)
    {
        using var ingest = NewIngest(cancel);
        var (sha256, length) = await ingest.AddAsync(content);
        await ingest.PublishAsync();
        return new Artifact(sha256, ArtifactKind.File, name, length, executable);
    }

    /// <summary>Adds a directory that comes as an archive: tar, tar in gzip, or zip.</summary>
    public async Task<Artifact> AddArchiveAsync(Stream archive, string name, CancellationToken cancel = default)
    {
        using var ingest = NewIngest(cancel);
        var target = new ArchiveTarget((_, content, _) => ingest.AddAsync(content));
        var tree = await new ArchiveInput(target, NewSpool, cancel).UnpackAsync(archive, name);
        var entry = tree.Close(name, ingest.AddTree);
        await ingest.PublishAsync();
        return entry.Artifact;
    }

    /// <summary>Adds a file that is open; the caller closes it.</summary>
    public async Task<Artifact> AddHandleAsync(SafeFileHandle file, string name, CancellationToken cancel = default)
    {
        using var ingest = NewIngest(cancel);
        var stat = FileStat.Of(file, name);
        var (sha256, length) = await _workers.RunAsync(() => ingest.Add(file, stat, name, name), cancel);
        await ingest.PublishAsync();
        return new Artifact(sha256, ArtifactKind.File, name, length, stat.IsExecutable);
    }

    /// <summary>The bytes of a stored directory as an archive; the caller disposes of them.</summary>
    public Stream OpenArchive(Artifact directory, ArchiveForm form) => form == ArchiveForm.Zip
        ? new ZipStream(_shelf, directory.Sha256)
        : new TarStream(to => to.AddStored(_shelf, directory.Sha256, ""));

    /// <summary>The same of several things, each at its path.</summary>
    public Stream OpenArchive(IReadOnlyList<ArchivePart> parts, ArchiveForm form) => form == ArchiveForm.Zip
        ? new ZipStream(_shelf, parts)
        : new TarStream(to =>
        {
            foreach (var part in parts)
            {
                to.AddPart(_shelf, part);
            }
        });

    /// <summary>
    /// What the store holds under a reference; null if any of it is not there. <paramref name="renew"/>: all of it counts as new from now
    /// on, for whoever removes what is unreferenced.
    /// </summary>
    public Task<Artifact?> FindAsync(Artifact reference, bool renew, CancellationToken cancel = default) => WorkAsync(cancel, () =>
    {
        try
        {
            var check = new StoreCheck(_shelf, cancel);
            var (files, trees) = check.Reach([(reference.Kind, reference.Sha256)]);
            if (!files.All(file => IsThere(ArtifactKind.File, file, renew)) || !trees.All(tree => IsThere(ArtifactKind.Dir, tree, renew)))
            {
                return Task.FromResult(default(Artifact));
            }

            var size = reference.Kind == ArtifactKind.Dir
                ? check.TreeOf(reference.Sha256).Sum(static entry => entry.Size)
                : new FileInfo(_shelf.PathOf(ArtifactKind.File, reference.Sha256)).Length;
            return Task.FromResult<Artifact?>(reference with { Size = size });
        }
        catch (ArtifactException missing) when (missing.Problem == ArtifactProblem.Missing)
        {
            return Task.FromResult(default(Artifact));
        }
    });

    /// <summary>
    /// Whether the store holds all of an artifact. <paramref name="renew"/>: then it counts as new from now on, for whoever removes what is
    /// unreferenced.
    /// </summary>
    public bool Has(ArtifactKind kind, string sha256, bool renew)
    {
        try
        {
            var (files, trees) = new StoreCheck(_shelf, CancellationToken.None).Reach([(kind, sha256)]);
            return files.All(file => IsThere(ArtifactKind.File, file, renew)) && trees.All(tree => IsThere(ArtifactKind.Dir, tree, renew));
        }
        catch (ArtifactException missing) when (missing.Problem == ArtifactProblem.Missing)
        {
            return false;
        }
    }

    /// <summary>
    /// Places an artifact at a path below a directory, which has to exist; directories between are made. Placing again replaces.
    /// </summary>
    public Task StageAsync(Artifact artifact, string directory, string relativePath, StageMode mode, CancellationToken cancel = default) =>
        WorkAsync(cancel, () =>
        {
            new Stager(_shelf, new StoreCheck(_shelf, cancel).TreeOf, mode, cancel).Place(artifact, directory.TrimEnd('/'), relativePath);
            return Task.FromResult(true);
        });

    /// <summary>All files and directories below a stored directory, by path relative to it, in byte order.</summary>
    public IReadOnlyDictionary<string, Artifact> List(Artifact directory)
    {
        var check = new StoreCheck(_shelf, CancellationToken.None);
        var found = new SortedDictionary<string, Artifact>(ByteOrder.Comparer);
        Add(directory.Sha256, "");
        return found;

        void Add(string sha256, string prefix)
        {
            foreach (var entry in check.TreeOf(sha256))
            {
                found.Add(prefix + entry.Name, entry.Artifact);
                if (found.Count > TreeReader.EntriesMax)
                {
                    throw TreeReader.TooLarge(directory.Name);
                }

                if (entry.Kind == ArtifactKind.Dir)
                {
                    Add(entry.Sha256, $"{prefix}{entry.Name}/");
                }
            }
        }
    }

    /// <summary>Where the content lies: a file's bytes, or a directory's list. For showing; to be read only.</summary>
    public string PathOf(ArtifactKind kind, string sha256) => _shelf.PathOf(kind, sha256);

    /// <summary>The bytes of a stored file; the caller disposes of them.</summary>
    public FileStream OpenRead(Artifact file)
    {
        var path = _shelf.PathOf(ArtifactKind.File, file.Sha256);
        return File.Exists(path) ? File.OpenRead(path)
            : throw new ArtifactException(ArtifactProblem.Missing, path, $"the store does not hold '{file.Name}'");
    }

    /// <summary>Reads all of an artifact again; one sentence for each content that is missing or has changed.</summary>
    public Task<IReadOnlyList<string>> VerifyAsync(Artifact artifact, CancellationToken cancel = default) =>
        WorkAsync(cancel, () => new StoreCheck(_shelf, cancel).VerifyAsync(artifact));

    public Task<StoreSize> SizeAsync(CancellationToken cancel = default) => WorkAsync(cancel, () =>
    {
        var lengths = _shelf.All(ArtifactKind.File).Concat(_shelf.All(ArtifactKind.Dir)).Select(static item => item.Stat.Length).ToList();
        return Task.FromResult(new StoreSize(lengths.Count, lengths.Sum()));
    });

    /// <summary>
    /// From now until it is disposed of nothing that is added, or found with <c>renew</c>, is removed for want of a reference: for whoever
    /// needs long from the first addition until what refers to it is durable.
    /// </summary>
    public StoreHold Hold() => _holds.Open();

    /// <summary>
    /// Removes every content that no live artifact reaches and that was neither added nor renewed since <paramref name="grace"/> before
    /// now, or before the oldest hold: what is added now is referred to only when its event is durable. Which are live is asked after that
    /// moment was looked at. A live directory whose list is damaged stops it before anything is removed. A crash in the middle leaves
    /// less to remove: a list goes before what it lists. <paramref name="dryRun"/>: only what would go.
    /// </summary>
    public async Task<StoreSize> RemoveUnreferencedAsync(
        Func<Task<IReadOnlyList<Artifact>>> live, TimeSpan grace, bool dryRun, CancellationToken cancel = default)
    {
        var before = _holds.Since() - grace - TimesOfChange;
        var roots = await live();
        return await WorkAsync(cancel, () =>
        {
            var (files, trees) = new StoreCheck(_shelf, cancel).Reach(roots.Select(static artifact => (artifact.Kind, artifact.Sha256)));
            var sweep = new StoreSweep(_shelf, before, dryRun, cancel);
            return Task.FromResult(sweep.Of(ArtifactKind.Dir, trees) + sweep.Of(ArtifactKind.File, files));
        });
    }

    private async Task<Artifact> AddAsync(string path, string? within, ArtifactKind kind, bool finished, CancellationToken cancel)
    {
        path = path.TrimEnd('/');
        within = (within ?? "/").TrimEnd('/');
        using var ingest = NewIngest(cancel, finished);
        var artifact = await _workers.RunAsync(
            () =>
            {
                using var directory = ConfinedDirectory.Open(within.Length == 0 ? "/" : within);
                return new TreeReader(directory, ingest).Add(Relative(path, within), Path.GetFileName(path), kind).Artifact;
            },
            cancel);
        await ingest.PublishAsync();
        return artifact;
    }

    private Ingest NewIngest(CancellationToken cancel, bool mayShare = false) => new(_shelf, _rounds, mayShare, cancel);

    private FileStream NewSpool() => new(
        _shelf.NewIncoming(), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, SpoolBufferBytes, FileOptions.DeleteOnClose);

    private bool IsThere(ArtifactKind kind, string sha256, bool renew) =>
        FileStat.Find(_shelf.PathOf(kind, sha256)) is { } stat && (!renew || _shelf.Renew(kind, sha256, stat.Length));

    private static string Relative(string path, string within) =>
        path == within ? "."
        : path.StartsWith(within + "/", StringComparison.Ordinal) ? path[(within.Length + 1)..]
        : throw new ArtifactException(ArtifactProblem.Outside, path, $"it is not below {within}");

    private Task<T> WorkAsync<T>(CancellationToken cancel, Func<Task<T>> work) => _workers.RunAsync(work, cancel);
}
