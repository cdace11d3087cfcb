using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Dxflow.Artifacts;
using Dxflow.Artifacts.Storing;
using Dxflow.Storage;
using Dxflow.Tests.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Artifacts;

public sealed class ArtifactAttackTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    private ArtifactStore Store => _fixture.Store;

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../../outside/secret")]
    [InlineData("sub/../../../../outside/secret")]
    [InlineData("/")]
    [InlineData("../../..")]
    [InlineData("up/../outside/secret")]
    public async Task A_link_that_leaves_the_work_directory_is_refused_everywhere(string target)
    {
        File.WriteAllText(Path.Combine(_fixture.Outside, "secret"), "secret");
        _fixture.Write("outputs/dir/sub/fine", "fine");
        _fixture.Link("outputs/dir/up", "../..");
        _fixture.Link("outputs/dir/bad", target);
        Assert.Equal(ArtifactProblem.Outside, Problem(() => OutputSelection.Find(_fixture.Work, "outputs/dir/bad")));
        Assert.Equal(ArtifactProblem.Outside, Problem(() => OutputSelection.Glob(_fixture.Work, "outputs/dir/b*")));
        Assert.Equal(ArtifactProblem.Outside, Problem(() => OutputSelection.Glob(_fixture.Work, "outputs/dir/bad/*")));
        var output = new SelectedOutput("outputs/dir", ArtifactKind.Dir, 0);
        File.Delete(Path.Combine(_fixture.Work, "outputs/dir/up"));
        Assert.Equal(ArtifactProblem.Outside, await ArtifactStoreTests.ProblemAsync(AddAsync(target, output)));
        Assert.True(_fixture.IsIncomingEmpty());
    }

    [Fact]
    public async Task A_directory_added_by_itself_is_its_own_boundary()
    {
        _fixture.Write("beside", "not yours");
        _fixture.Write("out/a", "one");
        _fixture.Link("out/b", "../beside");
        Assert.Equal(
            ArtifactProblem.Outside, await ArtifactStoreTests.ProblemAsync(Store.AddDirectoryAsync(Path.Combine(_fixture.Work, "out"))));
    }

    [Fact]
    public async Task Links_in_a_circle_end()
    {
        _fixture.Link("out/a", "b");
        _fixture.Link("out/b", "a");
        Assert.Equal(ArtifactProblem.Outside, Problem(() => OutputSelection.Find(_fixture.Work, "out/a")));
        File.Delete(Path.Combine(_fixture.Work, "out/b"));
        File.Delete(Path.Combine(_fixture.Work, "out/a"));
        _fixture.Link("out/deep/again", "..");
        var output = new SelectedOutput("out", ArtifactKind.Dir, 0);
        Assert.Equal(ArtifactProblem.Outside, await ArtifactStoreTests.ProblemAsync(_fixture.AddOutputAsync(output)));
        Assert.Equal(["out/deep"], OutputSelection.Glob(_fixture.Work, "out/*").Select(match => match.RelativePath));
        Assert.Equal(
            ["out/deep", "out/deep/again"], OutputSelection.Glob(_fixture.Work, "out/**").Select(match => match.RelativePath));
    }

    [Fact]
    public async Task Links_that_multiply_and_directories_without_end_are_bounded()
    {
        var path = _fixture.Work;
        for (var i = 0; i <= TreeReader.DepthMax; i++)
        {
            path = Path.Combine(path, "d");
            Directory.CreateDirectory(path);
        }

        Assert.Equal(
            ArtifactProblem.TooLarge, await ArtifactStoreTests.ProblemAsync(Store.AddDirectoryAsync(Path.Combine(_fixture.Work, "d"))));
    }

    [Fact]
    public async Task A_FIFO_a_socket_and_a_device_are_refused_at_once()
    {
        _fixture.Write("out/a", "one");
        Assert.Equal(0, StoreFixture.MakeFifo(Path.Combine(_fixture.Work, "out/fifo"), 0b110_000_000));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_fixture.Work, "out/socket")));
        foreach (var name in (string[])["fifo", "socket"])
        {
            var refusal = Assert.Throws<ArtifactException>(() => OutputSelection.Find(_fixture.Work, $"out/{name}"));
            Assert.Equal(ArtifactProblem.WrongKind, refusal.Problem);
            Assert.Contains($"it is a {name}", refusal.Message, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(ArtifactProblem.WrongKind, Problem(() => OutputSelection.Glob(_fixture.Work, "out/*")));
        Assert.Equal(
            ArtifactProblem.WrongKind, await ArtifactStoreTests.ProblemAsync(Store.AddDirectoryAsync(Path.Combine(_fixture.Work, "out"))));
        Assert.Equal(ArtifactProblem.WrongKind, await ArtifactStoreTests.ProblemAsync(Store.AddFileAsync("/dev/zero")));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc/x")]
    [InlineData("a\0b")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("./")]
    [InlineData("link")]
    [InlineData("link/x")]
    [InlineData("a/link/x")]
    [InlineData("file/x")]
    [InlineData("inside/x")]
    public async Task Nothing_is_placed_through_a_bad_name_or_a_link(string destination)
    {
        var artifact = await Store.AddFileAsync(_fixture.Write("file", "hello"));
        _fixture.Link("link", _fixture.Outside);
        _fixture.Link("a/link", "../../outside");
        _fixture.Link("inside", "a");
        foreach (var mode in Enum.GetValues<StageMode>())
        {
            var problem = await ArtifactStoreTests.ProblemAsync(Store.StageAsync(artifact, _fixture.Work, destination, mode));
            Assert.True(problem is ArtifactProblem.Outside or ArtifactProblem.InTheWay);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Outside));
        Assert.Equal(["link"], Directory.GetFileSystemEntries(Path.Combine(_fixture.Work, "a")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("/etc/x")]
    [InlineData("a\0b")]
    public async Task A_forged_list_cannot_name_anything_outside(string name)
    {
        var file = await Store.AddFileAsync(_fixture.Write("file", "hello"));
        var forged = Forge(TreeList.Write([new TreeEntry(name, file.Sha256, ArtifactKind.File, 5)]));
        await RefusedAsync(forged);
        await RefusedAsync(Forge(TreeList.Write([new TreeEntry("a", "../../../etc/passwd", ArtifactKind.File, 5)])));
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("""{"name":"a"}""")]
    [InlineData("""{"name":"a","sha256":"x","kind":"File","size":1,"mode":4095}""")]
    [InlineData("null")]
    public async Task A_malformed_list_is_damage_and_no_crash(string line) =>
        await RefusedAsync(Forge([.. FormatLine.Write("dxflow-tree", 1), .. Encoding.UTF8.GetBytes(line)]));

    [Fact]
    public async Task A_list_that_is_added_as_a_file_is_no_directory()
    {
        var list = TreeList.Write([new TreeEntry("a", StoreFixture.Sha256("hello"), ArtifactKind.File, 5)]);
        var file = await Store.AddStreamAsync(new MemoryStream(list), "list");
        Assert.Throws<ArtifactException>(() => Store.List(file with { Kind = ArtifactKind.Dir }));
    }

    [Fact]
    public async Task While_a_directory_is_swapped_for_a_link_nothing_reaches_outside()
    {
        File.WriteAllText(Path.Combine(_fixture.Outside, "x"), "secret");
        var artifact = await Store.AddFileAsync(_fixture.Write("file", "hello"));
        var name = Path.GetDirectoryName(_fixture.Write("d/x", "fine"))!;
        var evil = _fixture.Link("evil", _fixture.Outside);
        using var stop = new CancellationTokenSource();
        var swapping = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Assert.Equal(0, StoreFixture.Exchange(name, evil));
            }
        });
        for (var i = 0; i < 400; i++)
        {
            await IgnoringRefusalsAsync(() => Store.StageAsync(artifact, _fixture.Work, "d/placed", StageMode.Private));
            await IgnoringRefusalsAsync(async () =>
            {
                var added = await _fixture.AddOutputAsync(new SelectedOutput("d/x", ArtifactKind.File, 0));
                Assert.Equal(StoreFixture.Sha256("fine"), added.Sha256);
            });
        }

        await stop.CancelAsync();
        await swapping;
        Assert.Equal(["x"], Directory.GetFileSystemEntries(_fixture.Outside).Select(Path.GetFileName));
    }

    private static ArtifactProblem Problem(Func<object?> work) => Assert.Throws<ArtifactException>(work).Problem;

    private static async Task IgnoringRefusalsAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (ArtifactException)
        {
            // There was nothing, or a link, at that moment.
        }
    }

    private async Task RefusedAsync(Artifact forged)
    {
        Assert.Equal(ArtifactProblem.Damaged, Problem(() => Store.List(forged)));
        Assert.Equal(
            ArtifactProblem.Damaged,
            await ArtifactStoreTests.ProblemAsync(Store.StageAsync(forged, _fixture.Work, "in", StageMode.Shared)));
        Assert.NotEmpty(await Store.VerifyAsync(forged));
    }

    private Artifact Forge(byte[] list)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(list));
        var path = _fixture.StoredPath(sha256, "trees");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, list);
        return new Artifact(sha256, ArtifactKind.Dir, "forged", 1);
    }

    private Task<Artifact> AddAsync(string target, SelectedOutput output)
    {
        // The chain over `up` is broken by now; the link leads to nothing unless it leads outside.
        if (target.StartsWith("up/", StringComparison.Ordinal))
        {
            _fixture.Link("outputs/dir/up", "../../..");
        }

        return _fixture.AddOutputAsync(output);
    }
}
