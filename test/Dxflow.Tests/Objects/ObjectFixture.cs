using System.Formats.Tar;
using System.Text;
using Dxflow.Objects;
using Dxflow.Objects.Filling;
using Dxflow.Objects.Keeping;
using Dxflow.Objects.Shares;
using Dxflow.Operations;
using Dxflow.Tests.Foundation.Files;

namespace Dxflow.Tests.Objects;

/// <summary>An object storage in a real directory, and one beside it that nothing may reach.</summary>
internal sealed class ObjectFixture : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private readonly TimeProvider _time;

    public ObjectFixture(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Noun = Open(_time);
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Outside, "secret"), "stolen");
    }

    public static Call Call { get; } = new(new Caller("ann", Permission.Object, null, CancellationToken.None), CancellationToken.None);

    /// <summary>Counts from the next restart on.</summary>
    public long BytesMax { get; set; }

    public ObjectNoun Noun { get; private set; }

    public ObjectDesk Desk => Noun.Desk;

    /// <summary>What people may at this moment, by their names.</summary>
    public Dictionary<string, Standing> Standings { get; } = new()
    {
        ["ann"] = new Standing("key of ann", Permission.Object, CancellationToken.None),
    };

    /// <summary>Runs that there are, by their names.</summary>
    public Dictionary<string, RunFate> Runs { get; } = [];

    public List<AuditEntry> Audit { get; } = [];

    public string Root => _directory.File("objects");

    public string Tree => Path.Combine(Root, "tree");

    public string Outside => _directory.File("outside");

    public Task<ObjectInfo> Upload(string path, string content, bool replace = false, string? sha256 = null) => Desk.UploadAsync(
        new UploadObject(path, replace, Parents: true, sha256), new MemoryStream(Encoding.UTF8.GetBytes(content)), Call);

    /// <summary>What ends in a slash is a directory.</summary>
    public Task<ObjectsFilled> Fill(string top, bool replace, params (string Path, string Content)[] files) =>
        Get<FillDesk>().FillAsync(new FillObjects(top, replace), new MemoryStream(Tar(files)), Call);

    public static byte[] Tar(params (string Path, string Content)[] files)
    {
        using var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, leaveOpen: true))
        {
            foreach (var (path, content) in files)
            {
                var type = path.EndsWith('/') ? TarEntryType.Directory : TarEntryType.RegularFile;
                tar.WriteEntry(type == TarEntryType.Directory ? new PaxTarEntry(type, path) : new PaxTarEntry(type, path)
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
                });
            }
        }

        return archive.ToArray();
    }

    public async Task<string> Download(string path)
    {
        var download = await Desk.DownloadAsync(new DownloadObject(path), Call);
        using var reader = new StreamReader(download.Content);
        return await reader.ReadToEndAsync();
    }

    public async Task<string> List(string path = "", int depth = 64, string? pattern = null) => string.Join(
        ' ', (await Desk.ListAsync(new ListObjects(path, depth, pattern, 1000), Call)).Items.Select(static item => item.Path));

    public bool IsIncomingEmpty() => Directory.GetFileSystemEntries(Path.Combine(Root, "incoming")).Length == 0;

    public static async Task<Fault> Fails(FaultKind kind, Func<Task> work)
    {
        var fault = await Xunit.Assert.ThrowsAsync<Fault>(work);
        Xunit.Assert.Equal(kind, fault.Info.Code);
        return fault;
    }

    public T Get<T>() => (T)Noun.Services[typeof(T)];

    /// <summary>Ends this engine's storage and begins the next one's over the same files.</summary>
    public void Restart(TimeProvider? time = null)
    {
        Noun.Dispose();
        Noun = Open(time ?? _time);
    }

    private ObjectNoun Open(TimeProvider time) => new(
        Root,
        BytesMax,
        new SharePorts(
            Standings.GetValueOrDefault,
            entry =>
            {
                Audit.Add(entry);
                return Task.CompletedTask;
            },
            static () => ["http://127.0.0.1:3935", "https://0.0.0.0:3936/"]),
        (workflow, number) => Task.FromResult(Runs.GetValueOrDefault($"{workflow}/{number}")),
        time);

    public void Dispose()
    {
        Noun.Dispose();
        _directory.Dispose();
    }
}
