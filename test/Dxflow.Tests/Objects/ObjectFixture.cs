using System.Text;
using Dxflow.Objects;
using Dxflow.Operations;
using Dxflow.Tests.Foundation.Files;

namespace Dxflow.Tests.Objects;

/// <summary>An object storage in a real directory, and one beside it that nothing may reach.</summary>
internal sealed class ObjectFixture : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public ObjectFixture(TimeProvider? time = null)
    {
        Desk = new ObjectDesk(Root, time ?? TimeProvider.System);
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Outside, "secret"), "stolen");
    }

    public static Call Call { get; } = new(new Caller("ann", Permission.Object, null, CancellationToken.None), CancellationToken.None);

    public ObjectDesk Desk { get; }

    public string Root => _directory.File("objects");

    public string Tree => Path.Combine(Root, "tree");

    public string Outside => _directory.File("outside");

    public Task<ObjectInfo> Upload(string path, string content, bool replace = false, string? sha256 = null) => Desk.UploadAsync(
        new UploadObject(path, replace, Parents: true, sha256), new MemoryStream(Encoding.UTF8.GetBytes(content)), Call);

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

    public void Dispose()
    {
        Desk.Dispose();
        _directory.Dispose();
    }
}
