using Dxflow.Artifacts;
using Dxflow.Foundation.Files;
using Xunit;

namespace Dxflow.Tests.Artifacts;

public sealed class StagingTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    private ArtifactStore Store => _fixture.Store;

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(StageMode.Shared, 0b100_100_100)]
    [InlineData(StageMode.Private, 0b100_100_100)]
    [InlineData(StageMode.Writable, 0b110_100_100)]
    public async Task A_file_lies_where_it_should_with_the_mode_it_should_have(object how, int mode)
    {
        var artifact = await Store.AddFileAsync(_fixture.Write("a.txt", "hello"));
        await Store.StageAsync(artifact, _fixture.Work, "inputs/x/structure.xyz", (StageMode)how);
        var placed = Path.Combine(_fixture.Work, "inputs/x/structure.xyz");
        Assert.Equal("hello", File.ReadAllText(placed));
        Assert.Equal((UnixFileMode)mode, File.GetUnixFileMode(placed));
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(Path.Combine(_fixture.Work, "inputs/x")));
    }

    [Theory]
    [InlineData(StageMode.Private)]
    [InlineData(StageMode.Writable)]
    public async Task Only_a_shared_file_may_be_the_stores_own(object how)
    {
        var artifact = await Store.AddFileAsync(_fixture.Write("a.txt", "hello"));
        await Store.StageAsync(artifact, _fixture.Work, "private", (StageMode)how);
        var placed = Path.Combine(_fixture.Work, "private");
        var stored = FileStat.Find(_fixture.StoredPath(artifact.Sha256))!.Value;
        Assert.NotEqual(stored.Inode, FileStat.Find(placed)!.Value.Inode);
        Assert.Equal(1, stored.Links);
        File.SetUnixFileMode(placed, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(placed, "HELLO");
        Assert.Empty(await Store.VerifyAsync(artifact));
    }

    [Fact]
    public async Task An_executable_stays_one_and_never_makes_the_stores_file_executable()
    {
        var tool = _fixture.Write("tool.sh", "run");
        File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var artifact = await Store.AddFileAsync(tool);
        await Store.StageAsync(artifact, _fixture.Work, "inputs/tool.sh", StageMode.Shared);
        Assert.Equal((UnixFileMode)0b101_101_101, File.GetUnixFileMode(Path.Combine(_fixture.Work, "inputs/tool.sh")));
        Assert.Equal((UnixFileMode)0b100_100_100, File.GetUnixFileMode(_fixture.StoredPath(artifact.Sha256)));
    }

    [Fact]
    public async Task Placing_again_after_a_crash_replaces_what_is_there()
    {
        _fixture.Write("out/a", "one");
        _fixture.Write("out/b/c", "two");
        var directory = await Store.AddDirectoryAsync(Path.Combine(_fixture.Work, "out"));
        _fixture.Write("inputs/in/a", "half of on");
        for (var i = 0; i < 2; i++)
        {
            await Store.StageAsync(directory, _fixture.Work, "inputs/in", StageMode.Shared);
            Assert.Equal(["a: one", "b/", "b/c: two"], StoreFixture.Describe(Path.Combine(_fixture.Work, "inputs/in")));
        }

        Assert.Empty(await Store.VerifyAsync(directory));
    }

    [Fact]
    public async Task Random_trees_come_back_as_they_were()
    {
        string[] names = ["a", "b", "-rf", " ", "ü", "a\nb", ".hidden", "𝔸", "x;y"];
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var source = $"tree{seed}";
            Directory.CreateDirectory(Path.Combine(_fixture.Work, source));
            for (var files = random.Next(12); files > 0; files--)
            {
                var path = string.Join('/', Enumerable.Range(0, random.Next(1, 5)).Select(_ => names[random.Next(names.Length)]));
                if (Fits(Path.Combine(_fixture.Work, source), path))
                {
                    var file = _fixture.Write($"{source}/{path}", new string('x', random.Next(3)));
                    File.SetUnixFileMode(file, UnixFileMode.UserRead | (random.Next(3) == 0 ? UnixFileMode.UserExecute : 0));
                }
            }

            var artifact = await Store.AddDirectoryAsync(Path.Combine(_fixture.Work, source));
            var expected = StoreFixture.Describe(Path.Combine(_fixture.Work, source));
            foreach (var mode in Enum.GetValues<StageMode>())
            {
                await Store.StageAsync(artifact, _fixture.Work, $"staged{seed}/{mode}", mode);
                var placed = Path.Combine(_fixture.Work, $"staged{seed}/{mode}");
                Assert.Equal(expected, StoreFixture.Describe(placed));
                Assert.Equal(artifact with { Name = $"{mode}" }, await Store.AddDirectoryAsync(placed));
            }

            Assert.Equal(expected.Count, Store.List(artifact).Count);
            Assert.Empty(await Store.VerifyAsync(artifact));
        }
    }

    /// <summary>No directory where a file is wanted, and no file on the way.</summary>
    private static bool Fits(string root, string path)
    {
        var parts = path.Split('/');
        var parents = Enumerable.Range(1, parts.Length - 1).Select(count => Path.Combine(root, string.Join('/', parts[..count])));
        return !parents.Any(File.Exists) && !Path.Exists(Path.Combine(root, path));
    }
}
